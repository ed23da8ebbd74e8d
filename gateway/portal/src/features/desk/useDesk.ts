import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';

import { changeDesk, deskQuery, type Desk, type DeskAction } from '@/api/desk';
import { asProblem, type Problem } from '@/api/problem';
import { useSignedIn } from '@/api/session';

/** The desk beside a case: whose it is, and its changes one after another. */
export type AtDesk = {
  desk: Desk | undefined;
  mine: boolean;
  other: string | undefined; // who else works on it
  problem: Problem | undefined;
  change: (action: DeskAction, words: Parameters<typeof changeDesk>[2]) => Promise<boolean>;
};

export function useDesk(no: string): AtDesk {
  const queries = useQueryClient();
  const { username } = useSignedIn();
  const { data: desk } = useQuery(deskQuery(no));
  const [problem, setProblem] = useState<Problem>();
  const line = useRef<Promise<unknown>>(Promise.resolve());
  const change = useCallback<AtDesk['change']>(
    (action, words) => {
      const next = line.current.then(async () => {
        try {
          queries.setQueryData(deskQuery(no).queryKey, await changeDesk(no, action, words));
          await queries.invalidateQueries({ queryKey: ['desks'] });
          setProblem(undefined);
          return true;
        } catch (fault) {
          setProblem(asProblem(fault));
          return false;
        }
      });
      line.current = next;
      return next;
    },
    [no, queries],
  );
  const by = desk?.claim?.by;
  return { desk, mine: by === username, other: by && by !== username ? by : undefined, problem, change };
}
