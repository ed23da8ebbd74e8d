import { useSyncExternalStore } from 'react';

import { store } from './store';

export type Scheme = 'light' | 'dark';
const KEPT = 'qi.scheme';
const DARK = '(prefers-color-scheme: dark)';

function first(): Scheme {
  const kept = globalThis.localStorage?.getItem(KEPT);
  if (kept === 'light' || kept === 'dark') return kept;
  return globalThis.matchMedia?.(DARK).matches ? 'dark' : 'light';
}

const chosen = store<Scheme>(first());

export function choose(scheme: Scheme): void {
  localStorage.setItem(KEPT, scheme);
  chosen.set(scheme);
}

function followPrint(changed: () => void): () => void {
  const print = matchMedia('print');
  print.addEventListener('change', changed);
  return () => {
    print.removeEventListener('change', changed);
  };
}

/** What is shown now: paper is always light. */
export function useScheme(): Scheme {
  const scheme = useSyncExternalStore(chosen.subscribe, chosen.get);
  const printing = useSyncExternalStore(followPrint, () => matchMedia('print').matches);
  return printing ? 'light' : scheme;
}
