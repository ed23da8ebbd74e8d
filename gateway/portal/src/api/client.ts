import createClient from 'openapi-fetch';

import { Problem, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** The gateway's API; a header of our own proves to it that a page of ours is asking (CSRF). */
export const client = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: (request) => globalThis.fetch(request),
});

const leavers = new Set<() => void>();

/** Told when the gateway says that nobody is signed in any more. */
export function onSignedOut(heard: () => void): () => void {
  leavers.add(heard);
  return () => leavers.delete(heard);
}

export function announceSignedOut(): void {
  for (const heard of leavers) heard();
}

const OURS = { 'X-QI': '1' };

client.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(OURS)) request.headers.set(name, value);
    return request;
  },
  onResponse({ response }) {
    if (response.status === 401) announceSignedOut();
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of an answer, or its problem thrown; a network that is cut is a problem too. */
export async function said<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    throw new Problem({ status: 0, reason: 'NO_ANSWER' });
  }
  if (!answer.response.ok) throw problemOf(answer.response, answer.error);
  return answer.data as T;
}

/** An answer of the door itself, which stands beside the API's document. */
export async function fetched<T>(path: string, init: RequestInit = {}): Promise<T> {
  return said<T>(
    globalThis
      .fetch(path, { ...init, headers: { ...OURS, ...init.headers }, credentials: 'same-origin' })
      .then(async (response) => {
        const body: unknown = await response.json().catch(() => undefined);
        return response.ok ? { data: body as T, response } : { error: body, response };
      }),
  );
}

/** What a change is meant for: the revision that its author has seen, and never a newer one fetched meanwhile. */
export function seen(revision: number): { 'If-Match': string } {
  return { 'If-Match': `"${revision}"` };
}

/** A key for one intention: kept over its retries, renewed after success. */
export function newKey(): string {
  return crypto.randomUUID();
}
