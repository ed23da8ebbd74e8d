import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, newKey, said, type Schemas } from '@/api/client';

export type Instrument = Schemas['Instrument'];
export type Report = Schemas['ImportReport'];

export type Filters = { standing?: string; cursor?: string };

export const instrumentsQuery = ({ standing, cursor }: Filters) =>
  queryOptions({
    queryKey: ['instruments', { standing, cursor }],
    queryFn: ({ signal }) =>
      said(client.GET('/api/instruments', { params: { query: { standing, cursor, limit: 20 } }, signal })),
    placeholderData: keepPreviousData,
  });

export const instrumentQuery = (id: string) =>
  queryOptions({
    queryKey: ['instrument', id],
    queryFn: ({ signal }) =>
      said(client.GET('/api/instruments/{instrument_id}', { params: { path: { instrument_id: id } }, signal })),
  });

export const yearQuery = (year: number) =>
  queryOptions({
    queryKey: ['instruments', 'year', year],
    queryFn: ({ signal }) =>
      said(client.GET('/api/instruments/calendar/{year}', { params: { path: { year } }, signal })),
    placeholderData: keepPreviousData,
  });

/** What an import would find. */
export function looked(material: string): Promise<Report> {
  const body = { material, preview: true, skip_faulty: false };
  return said(client.POST('/api/instruments/imports', { body }));
}

/** All good rows; with faulty ones left out where that is wanted. */
export function taken(material: string, key: string, skip_faulty: boolean): Promise<Report> {
  const body = { material, preview: false, skip_faulty };
  return said(client.POST('/api/instruments/imports', { body, params: { header: { 'Idempotency-Key': key } } }));
}

/** A draft of an application for verification, filled from the ledger. */
export async function applied(chosen: readonly Instrument[]): Promise<string> {
  const instruments = chosen.map((one) => ({
    name: one.texts.name,
    category: one.category,
    model: one.texts.model,
    serial: one.texts.serial,
    ...(one.texts.manufacturer ? { manufacturer: one.texts.manufacturer } : {}),
    ...(one.texts.capability ? { capability: one.texts.capability } : {}),
    use: one.use,
    place: one.texts.place,
    occasion: one.verified_on ? 'periodic' : 'first',
    ...(one.certificate ? { last_certificate: one.certificate } : {}),
    ...(one.valid_until ? { valid_until: one.valid_until } : {}),
  }));
  const body: Schemas['DraftBody'] = { item: 'M-02', form: { instruments }, materials: [], step: 'form' } as never;
  const made = await said(client.POST('/api/drafts', { body, params: { header: { 'Idempotency-Key': newKey() } } }));
  return made.id;
}
