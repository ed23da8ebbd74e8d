import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { client, newKey, said, seen, type Schemas } from '@/api/client';
import { Problem } from '@/api/problem';
import type { paths } from '@/api/schema';

type Named<Path, Resource extends string> = Path extends `/api/${Resource}/{${string}}/actions/${infer Name}`
  ? Name
  : never;
export type CaseAction = Named<keyof paths, 'cases'>;
export type PartAction = Named<keyof paths, 'parts'>;
type Resource = 'cases' | 'parts';
type Answered = { cases: Schemas['Case']; parts: Schemas['Part'] };

export type Move = { action: string; revision: number; words?: Record<string, unknown> };
type Call = (path: string, options: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** One way to act on a case or a part: meant for the revision that was shown, with one key over all retries. */
export function useAction<R extends Resource>(resource: R, id: string) {
  const queries = useQueryClient();
  const key = useRef<string | undefined>(undefined);
  return useMutation<Answered[R], Problem, Move>({
    mutationFn: ({ action, revision, words }) => {
      key.current ??= newKey();
      const [name, post] = [resource === 'cases' ? 'no' : 'part_id', client.POST as unknown as Call];
      const header = { ...seen(revision), 'Idempotency-Key': key.current };
      return said(
        post(`/api/${resource}/{${name}}/actions/${action}`, {
          params: { path: { [name]: id }, header },
          body: words ?? {},
        }),
      ) as Promise<Answered[R]>;
    },
    onSuccess: (answered) => {
      key.current = undefined;
      queries.setQueryData([resource === 'cases' ? 'case' : 'part', id], answered);
    },
    onError: (problem) => {
      if (!problem.cut) key.current = undefined; // only a lost answer is asked again with the same key
    },
    onSettled: async () => {
      await Promise.all(['case', 'cases', 'part', 'parts'].map((of) => queries.invalidateQueries({ queryKey: [of] })));
    },
  });
}
