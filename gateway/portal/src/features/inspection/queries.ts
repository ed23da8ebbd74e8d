import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { client, newKey, said, seen, type Schemas } from '@/api/client';

export type Series = Schemas['Series'];
export type Lot = Schemas['Lot'];
export type Level = Schemas['SamplingPlanBody']['level'];
export type Severity = 'normal' | 'tightened' | 'reduced';

export const seriesListQuery = queryOptions({
  queryKey: ['series'],
  queryFn: ({ signal }) => said(client.GET('/api/inspection/series', { signal })),
});

export function seriesQuery(id: string) {
  return queryOptions({
    queryKey: ['series', id],
    queryFn: ({ signal }) =>
      said(client.GET('/api/inspection/series/{series_id}', { params: { path: { series_id: id } }, signal })),
  });
}

export function planQuery(lot_size: number, level: string, aql: string, severity: Severity) {
  return queryOptions({
    queryKey: ['plan', lot_size, level, aql, severity],
    queryFn: ({ signal }) =>
      said(
        client.POST('/api/calculators/sampling-plan', {
          body: { lot_size, level: level as Level, aql, severity },
          signal,
        }),
      ),
    staleTime: Infinity,
    retry: false,
  });
}

export function curveQuery(sample_size: number, accept: number, counting: Series['counting']) {
  return queryOptions({
    queryKey: ['curve', sample_size, accept, counting],
    queryFn: ({ signal }) =>
      said(client.POST('/api/calculators/oc-curve', { body: { sample_size, accept, counting }, signal })),
    staleTime: Infinity,
    retry: false,
  });
}

type Words = { lot_size: number; nonconforming: number; resubmitted: boolean; batch: string };

/** One lot; asked for again under the same key until it is answered. */
export function useLot({ id, revision }: Pick<Series, 'id' | 'revision'>) {
  const queries = useQueryClient();
  const key = useRef(newKey());
  return useMutation({
    mutationFn: (body: Words) =>
      said(
        client.POST('/api/inspection/series/{series_id}/lots', {
          params: {
            path: { series_id: id },
            header: { ...seen(revision), 'Idempotency-Key': key.current },
          },
          body,
        }),
      ),
    onSettled: () => {
      key.current = newKey();
      return queries.invalidateQueries({ queryKey: ['series'] });
    },
  });
}

/** Whether production is steady and reduced inspection agreed to. */
export function useInform({ id, revision }: Pick<Series, 'id' | 'revision'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { steady: boolean; agreed: boolean }) =>
      said(
        client.POST('/api/inspection/series/{series_id}/actions/inform', {
          params: { path: { series_id: id }, header: { ...seen(revision), 'Idempotency-Key': newKey() } },
          body,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['series'] }),
  });
}

export type Begun = { product: string; level: Level; aql: string; uscc: string };

export function useBegin() {
  const queries = useQueryClient();
  const key = useRef(newKey());
  return useMutation({
    mutationFn: (body: Begun) =>
      said(client.POST('/api/inspection/series', { params: { header: { 'Idempotency-Key': key.current } }, body })),
    onSettled: () => {
      key.current = newKey();
      return queries.invalidateQueries({ queryKey: ['series'] });
    },
  });
}
