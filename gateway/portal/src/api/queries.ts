import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';

import { client, said } from './client';
import { asProblem } from './problem';

/** Keys start with what they show (`case`, `cases`, `part`, `parts`, …), so that a hint finds what it makes stale. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (count, fault) => asProblem(fault).passing && count < 2,
        retryDelay: (_, fault) => Math.max(1, asProblem(fault).retryAfter) * 1000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

const CATALOGUE = 10 * 60_000; // it changes once in months

export const itemsQuery = queryOptions({
  queryKey: ['items'],
  queryFn: ({ signal }) => said(client.GET('/api/items', { signal })).then((told) => told.items),
  staleTime: CATALOGUE,
});

export function itemQuery(code: string) {
  return queryOptions({
    queryKey: ['items', code],
    queryFn: ({ signal }) => said(client.GET('/api/items/{code}', { params: { path: { code } }, signal })),
    staleTime: CATALOGUE,
  });
}

export const stationsQuery = queryOptions({
  queryKey: ['stations'],
  queryFn: ({ signal }) => said(client.GET('/api/stations', { signal })).then((told) => told.stations),
  staleTime: CATALOGUE,
});

export function caseQuery(no: string) {
  return queryOptions({
    queryKey: ['case', no],
    queryFn: ({ signal }) => said(client.GET('/api/cases/{no}', { params: { path: { no } }, signal })),
  });
}

export function historyQuery(no: string) {
  return queryOptions({
    queryKey: ['case', no, 'history'],
    queryFn: ({ signal }) =>
      said(client.GET('/api/cases/{no}/history', { params: { path: { no } }, signal })).then((told) => told.entries),
  });
}

type CasesAsked = {
  state?: string;
  station?: string;
  item?: string;
  uscc?: string;
  q?: string;
  cursor?: string;
  limit?: number;
  sort?: 'newest' | 'due';
  view?: QueueView;
};
export const QUEUE_VIEWS = ['new', 'to_accept', 'tomorrow', 'overdue', 'returned', 'to_deliver'] as const;
export type QueueView = (typeof QUEUE_VIEWS)[number];

/** A page of the cases one may see; the page before stays while the next is fetched. */
export function casesQuery(asked: CasesAsked) {
  const query = Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
  return queryOptions({
    queryKey: ['cases', query],
    queryFn: ({ signal }) => said(client.GET('/api/cases', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function noticesQuery(no: string) {
  return queryOptions({
    queryKey: ['case', no, 'notices'],
    queryFn: ({ signal }) =>
      said(client.GET('/api/cases/{no}/notices', { params: { path: { no } }, signal })).then((told) => told.notices),
  });
}

export function clocksQuery(no: string) {
  return queryOptions({
    queryKey: ['case', no, 'clocks'],
    queryFn: ({ signal }) => said(client.GET('/api/cases/{no}/clocks', { params: { path: { no } }, signal })),
  });
}

export type PartFilters = { state?: string; case_no?: string; limit?: number; cursor?: string };

export function partsQuery(filters: PartFilters) {
  return queryOptions({
    queryKey: ['parts', filters],
    queryFn: ({ signal }) => said(client.GET('/api/parts', { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function partQuery(id: string) {
  return queryOptions({
    queryKey: ['part', id],
    queryFn: ({ signal }) => said(client.GET('/api/parts/{part_id}', { params: { path: { part_id: id } }, signal })),
  });
}

/** Files an enterprise gave before, those that fit an item marked. */
export function earlierQuery(item: string, uscc = '') {
  return queryOptions({
    queryKey: ['materials', item, uscc],
    queryFn: ({ signal }) =>
      said(client.GET('/api/materials', { params: { query: { item, uscc } }, signal })).then((told) => told.materials),
  });
}

/** What the enterprise's people have begun to file, the last saved first. */
export const draftsQuery = queryOptions({
  queryKey: ['drafts'],
  queryFn: ({ signal }) => said(client.GET('/api/drafts', { signal })).then((told) => told.drafts),
  staleTime: 0,
});
