import type { Content } from './useDraft';

import { client, said, seen, type Schemas } from '@/api/client';
import { asProblem } from '@/api/problem';

/** The draft as the enterprise's people share it: which one, and what of it this machine has seen. */
export type Shared = { id: string; revision: number; base: Part; by?: string; at?: string };
export type Part = Pick<Content, 'station' | 'delivery' | 'company' | 'contact' | 'phone' | 'form' | 'given'>;

const FIELDS = ['station', 'delivery', 'company', 'contact', 'phone'] as const;

export function partOf({ station, delivery, company, contact, phone, form, given }: Part): Part {
  return { station, delivery, company, contact, phone, form, given };
}

/** Whatever the order in which an object names its fields. */
function ordered(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, ordered) === JSON.stringify(other, ordered);
}

export function alike(one: Part, other: Part): boolean {
  const told = (part: Part) => ({ ...partOf(part), given: part.given.map(({ id }) => id) });
  return same(told(one), told(other));
}

/** What both wrote, field by field: mine where I changed something since we last agreed, otherwise theirs. */
export function merged(base: Part, mine: Part, theirs: Part): Part {
  const fields = Object.fromEntries(
    FIELDS.map((name) => [name, mine[name] === base[name] ? theirs[name] : mine[name]]),
  ) as unknown as Part;
  const names = [...new Set([...Object.keys(theirs.form), ...Object.keys(mine.form)])];
  const answers = names.map((name) => [
    name,
    same(mine.form[name], base.form[name]) ? theirs.form[name] : mine.form[name],
  ]);
  const known = new Set(base.given.map(({ id }) => id));
  const kept = new Set(mine.given.map(({ id }) => id));
  const given = [
    ...theirs.given.filter(({ id }) => kept.has(id) || !known.has(id)),
    ...mine.given.filter(({ id }) => !known.has(id) && !theirs.given.some((other) => other.id === id)),
  ];
  return { ...fields, form: Object.fromEntries(answers.filter(([, value]) => value !== undefined)), given };
}

export function partIn(draft: Schemas['Draft']): Part {
  return {
    station: draft.station ?? '',
    delivery: (draft.delivery ?? 'electronic') as Part['delivery'],
    company: draft.name ?? '',
    contact: draft.contact ?? '',
    phone: draft.phone ?? '',
    form: draft.form ?? {},
    given: draft.materials.map((file) => ({ ...file, name: file.name ?? file.id })),
  };
}

function sharedOf(draft: Schemas['Draft']): Shared {
  const { id, revision, saved_by, saved_at } = draft;
  return { id, revision, base: partIn(draft), by: saved_by ?? undefined, at: saved_at ?? undefined };
}

export async function draftAt(id: string): Promise<Shared> {
  return sharedOf(await said(client.GET('/api/drafts/{draft_id}', { params: { path: { draft_id: id } } })));
}

/** Worth sharing once somebody has answered something. */
export function begun({ station, form, given }: Part): boolean {
  return Boolean(station) || given.length > 0 || Object.keys(form).length > 0;
}

export function changedSince(shared: Shared | undefined, content: Part): boolean {
  return !shared || !alike(shared.base, content);
}

/** Save for all; where a colleague was faster, with what they wrote. */
export async function pushed(content: Content, step: string): Promise<Shared> {
  const { shared, item, key } = content;
  const { company: name, given, ...others } = partOf(content);
  const body = { ...others, item, name, step, materials: given.map(({ id }) => id) };
  if (!shared) {
    const params = { header: { 'Idempotency-Key': `${key}-draft` } };
    return sharedOf(await said(client.POST('/api/drafts', { params, body })));
  }
  const params = { path: { draft_id: shared.id }, header: seen(shared.revision) };
  try {
    return sharedOf(await said(client.PUT('/api/drafts/{draft_id}', { params, body })));
  } catch (fault) {
    if (!asProblem(fault).stale) throw fault;
    const theirs = await draftAt(shared.id);
    return pushed({ ...content, ...merged(shared.base, content, theirs.base), shared: theirs }, step);
  }
}

export async function dropped({ id, revision }: { id: string; revision: number }): Promise<void> {
  await said(client.DELETE('/api/drafts/{draft_id}', { params: { path: { draft_id: id }, header: seen(revision) } }));
}
