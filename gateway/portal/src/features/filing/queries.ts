import { queryOptions } from '@tanstack/react-query';

import type { Content } from './useDraft';

import { client, said, type Schemas } from '@/api/client';

export function checkQuery(content: Content) {
  const materials = [...new Set(content.given.map(({ material }) => material))].sort();
  const body = { item: content.item, form: content.form, materials };
  return queryOptions({
    queryKey: ['check', body],
    queryFn: ({ signal }) => said(client.POST('/api/checks', { body, signal })),
    staleTime: 30_000,
  });
}

/** What the company called itself in its last case. */
export const lastCaseQuery = queryOptions({
  queryKey: ['cases', 'last'],
  queryFn: async ({ signal }) => {
    const { cases } = await said(client.GET('/api/cases', { params: { query: { limit: 1 } }, signal }));
    const no = cases[0]?.no;
    return no ? said(client.GET('/api/cases/{no}', { params: { path: { no } }, signal })) : null;
  },
  staleTime: 300_000,
});

/** One key for one filing, whoever of the enterprise submits it and however often. */
export function keyOf({ tried, shared, key }: Content): string {
  return tried ?? shared?.id ?? key;
}

export function file(content: Content, uscc: string): Promise<Schemas['Case']> {
  const { company: name, contact, phone } = content;
  return said(
    client.POST('/api/cases', {
      params: { header: { 'Idempotency-Key': keyOf(content) } },
      body: {
        item: content.item,
        station: content.station,
        channel: 'portal',
        applicant: { uscc, name, contact, phone },
        form: content.form,
        materials: content.given.map(({ id }) => id),
        delivery: content.delivery,
      },
    }),
  );
}
