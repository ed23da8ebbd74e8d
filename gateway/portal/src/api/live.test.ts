import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';

import { hinted } from './live';

function shown() {
  const queries = new QueryClient();
  queries.setQueryData(['case', 'NB-1'], { revision: 4 });
  queries.setQueryData(['case', 'NB-2'], { revision: 4 });
  queries.setQueryData(['cases', {}], { cases: [] });
  queries.setQueryData(['items'], []);
  return { queries, stale: (key: unknown[]) => queries.getQueryState(key)?.isInvalidated };
}

it('makes stale what has a newer revision, and the lists it stands in', () => {
  const { queries, stale } = shown();
  hinted({ type: 'case', id: 'NB-1', revision: 5 }, queries);
  expect([stale(['case', 'NB-1']), stale(['cases', {}])]).toEqual([true, true]);
  expect([stale(['case', 'NB-2']), stale(['items'])]).toEqual([false, false]);
});

it('leaves alone what is shown as new as the hint', () => {
  const { queries, stale } = shown();
  hinted({ type: 'case', id: 'NB-1', revision: 4 }, queries);
  expect(stale(['case', 'NB-1'])).toBe(false);
});

it('makes the case of a part stale too', () => {
  const { queries, stale } = shown();
  hinted({ type: 'part', id: 'NB-1.J-01', revision: 1 }, queries);
  expect(stale(['case', 'NB-1'])).toBe(true);
});
