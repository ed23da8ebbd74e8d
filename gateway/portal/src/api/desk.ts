import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, newKey, said, seen, type Schemas } from './client';

/** What stands beside cases at the window: desks, counts, colleagues, kept views, what was spoken of with companies. */
export type Desk = Schemas['Desk'];
export type Ticks = Schemas['TickBody'][];

export function deskQuery(no: string) {
  return queryOptions({
    queryKey: ['desk', no],
    queryFn: ({ signal }) => said(client.GET('/api/cases/{no}/desk', { params: { path: { no } }, signal })),
  });
}

/** Who works on which of some cases. */
export async function desksOf(nos: string[], signal?: AbortSignal): Promise<Schemas['DeskRow'][]> {
  if (nos.length === 0) return [];
  return (await said(client.GET('/api/desks', { params: { query: { no: nos } }, signal }))).desks;
}

export function desksQuery(nos: string[]) {
  return queryOptions({
    queryKey: ['desks', nos],
    queryFn: ({ signal }) => desksOf(nos, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

/** What one has begun and not let go of. */
export const mineQuery = queryOptions({
  queryKey: ['desks', 'mine'],
  queryFn: ({ signal }) =>
    said(client.GET('/api/desks', { params: { query: { mine: true } }, signal })).then((told) => told.desks),
});

export const countsQuery = queryOptions({
  queryKey: ['cases', 'counts'],
  queryFn: ({ signal }) => said(client.GET('/api/overview/counts', { signal })),
  placeholderData: keepPreviousData,
});

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: ({ signal }) => said(client.GET('/api/colleagues', { signal })).then((told) => told.colleagues),
});

export const filtersQuery = queryOptions({
  queryKey: ['filters'],
  queryFn: ({ signal }) => said(client.GET('/api/filters', { signal })).then((told) => told.filters),
});

export const boardQuery = queryOptions({
  queryKey: ['cases', 'board'],
  queryFn: ({ signal }) => said(client.GET('/api/overview/board', { signal })),
  refetchInterval: 60_000,
});

export const ratingsQuery = queryOptions({
  queryKey: ['cases', 'ratings'],
  queryFn: ({ signal }) => said(client.GET('/api/overview/ratings', { signal })).then((told) => told.ratings),
});

export function visitsQuery(uscc: string) {
  return queryOptions({
    queryKey: ['visits', uscc],
    queryFn: ({ signal }) =>
      said(client.GET('/api/companies/{uscc}/visits', { params: { path: { uscc } }, signal })).then(
        (told) => told.visits,
      ),
  });
}

type Words = {
  claim: Record<string, never>;
  release: Record<string, never>;
  transfer: Schemas['Transfer'];
  save: Schemas['Save'];
  log: Schemas['Log'];
};
export type DeskAction = keyof Words;
const TRIES = 3;

/** One change of a desk, on its newest revision: what two windows of one clerk write beside a case never conflicts. */
export async function changeDesk<A extends DeskAction>(no: string, action: A, words: Words[A]): Promise<Desk> {
  for (let left = TRIES; ; left -= 1) {
    const { revision } = await said(client.GET('/api/cases/{no}/desk', { params: { path: { no } } }));
    const header = { ...seen(revision), 'Idempotency-Key': newKey() };
    const path = `/api/cases/{no}/desk/actions/${action}` as '/api/cases/{no}/desk/actions/save';
    const answer = await client.POST(path, { params: { path: { no }, header }, body: words as Schemas['Save'] });
    if (answer.response.status !== 412 || left === 1) return said(Promise.resolve(answer));
  }
}
