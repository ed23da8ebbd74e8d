import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

import { client, newKey, said, seen, type Schemas } from '@/api/client';
import type { Problem } from '@/api/problem';

const AS_IT_CAME: Schemas['Receive'] = { received_on: null, basis: null, reason: '' };
type Asked = { body: Schemas['Filing']; receive: boolean };

/** Filed, and received in the same breath: two actions in their order; the first stays when the second fails. */
export function useFile() {
  const queries = useQueryClient();
  const keys = useRef<[string, string]>(undefined);
  return useMutation<Schemas['Case'], Problem, Asked>({
    mutationFn: async ({ body, receive }) => {
      keys.current ??= [newKey(), newKey()];
      const [filing, receiving] = keys.current;
      const found = await said(client.POST('/api/cases', { params: { header: { 'Idempotency-Key': filing } }, body }));
      if (!receive) return found;
      const path = { no: found.no };
      const header = { ...seen(found.revision), 'Idempotency-Key': receiving };
      return said(client.POST('/api/cases/{no}/actions/receive', { params: { path, header }, body: AS_IT_CAME })).catch(
        () => found,
      );
    },
    onSuccess: () => {
      keys.current = undefined;
    },
    onError: (problem) => {
      if (!problem.cut) keys.current = undefined;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['cases'] }),
  });
}
