import type { QueryClient } from '@tanstack/react-query';

import { announceSignedOut } from './client';

import { store } from '@/lib/store';

/** Hints of what has changed: one stream a browser, opened by the tab that holds the lock, passed on to the others. */
export type Hint = { type: string; id: string; revision: number };
type Message =
  { kind: 'hint'; hint: Hint } | { kind: 'resync' } | { kind: 'end' } | { kind: 'state'; state: LiveState };
export type LiveState = 'off' | 'live' | 'polling';

const RETRY = 30_000;
export const liveState = store<LiveState>('off');
const listeners = new Set<(hint: Hint) => void>();

export function onHint(heard: (hint: Hint) => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

/** Follow the changes as long as somebody is signed in; what is returned ends it. */
export function follow(account: string, queries: QueryClient): () => void {
  const channel = new BroadcastChannel(`qi-live-${account}`);
  const ended = new AbortController();
  const apply = (message: Message) => applied(message, queries);
  const tell = (message: Message) => {
    channel.postMessage(message);
    apply(message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => apply(data);
  const poll = setInterval(() => liveState.get() === 'polling' && refresh(queries), RETRY);
  elected(`qi-live-${account}`, ended.signal, () => stream(tell, ended.signal));
  return () => {
    ended.abort();
    clearInterval(poll);
    channel.close();
    liveState.set('off');
  };
}

/** Run while this tab is the one; without locks every tab is. */
function elected(name: string, signal: AbortSignal, run: () => Promise<void>): void {
  const asked = navigator.locks ? navigator.locks.request(name, { signal }, run) : run();
  asked.catch(() => undefined); // given up before its turn
}

function stream(tell: (message: Message) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let begun = false;
    const open = () => {
      source = new EventSource('/api/live');
      source.addEventListener('ready', () => {
        tell({ kind: 'state', state: 'live' });
        if (begun) tell({ kind: 'resync' }); // a fresh stream after a broken one: something may have been missed
        begun = true;
      });
      source.addEventListener('hint', ({ data }) => tell({ kind: 'hint', hint: JSON.parse(data as string) as Hint }));
      source.addEventListener('resync', () => {
        tell({ kind: 'state', state: 'live' });
        tell({ kind: 'resync' });
      });
      source.addEventListener('end', () => {
        source?.close();
        tell({ kind: 'end' });
      });
      source.onerror = () => {
        tell({ kind: 'state', state: 'polling' });
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY);
      };
    };
    open();
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      source?.close();
      resolve();
    });
  });
}

function applied(message: Message, queries: QueryClient): void {
  if (message.kind === 'state') liveState.set(message.state);
  else if (message.kind === 'resync') refresh(queries);
  else if (message.kind === 'end') announceSignedOut();
  else {
    hinted(message.hint, queries);
    for (const heard of listeners) heard(message.hint);
  }
}

/** What is shown of a thing that has a newer revision is fetched again, by the ordinary read with its rights. */
export function hinted({ type, id, revision }: Hint, queries: QueryClient): void {
  const shown = queries.getQueryData<{ revision: number }>([type, id]);
  if (!shown || shown.revision < revision) void queries.invalidateQueries({ queryKey: [type, id] });
  void queries.invalidateQueries({ queryKey: [`${type}s`] });
  if (type === 'part') void queries.invalidateQueries({ queryKey: ['case', id.split('.')[0]] });
}

const FOLLOWED = new Set(['case', 'cases', 'part', 'parts', 'events']);

function refresh(queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ queryKey }) => FOLLOWED.has(String(queryKey[0])) });
}
