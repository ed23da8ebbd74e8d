import { queryOptions } from '@tanstack/react-query';

import { client, fetched, said } from '@/api/client';

const GOING_ON = 1000;

/** A year of the calendar; while a change goes through the open cases, asked for again. */
export function yearQuery(year: number) {
  return queryOptions({
    queryKey: ['calendar', year],
    queryFn: ({ signal }) => said(client.GET('/api/calendar/{year}', { params: { path: { year } }, signal })),
    refetchInterval: ({ state }) => (state.data?.change?.state === 'running' ? GOING_ON : false),
  });
}

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: () => fetched<{ state: string; services: Record<string, string> }>('/healthz'),
  refetchInterval: 10_000,
});

export const rootsQuery = queryOptions({
  queryKey: ['roots'],
  queryFn: ({ signal }) =>
    said(client.GET('/api/audit/roots', { params: { query: { limit: 14 } }, signal })).then((told) => told.roots),
});
