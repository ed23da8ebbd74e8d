import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';

import { changeDesk, desksOf } from '@/api/desk';
import { casesQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';

const LOOKED_AT = 20;
const passed = new Set<string>(); // opened by this key and left as they are: the next ones come first

/** F8: the most urgent case that waits for the window and that nobody works on, claimed and opened. */
export function useNext(no = ''): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { username } = useSignedIn();
  const find = async () => {
    if (no) passed.add(no);
    for (const state of ['received', 'filed'] as const) {
      const page = await queries.fetchQuery({ ...casesQuery({ state, sort: 'due', limit: LOOKED_AT }), staleTime: 0 });
      const nos = page.cases.map((one) => one.no).filter((one) => one !== no);
      const desks = await desksOf(nos);
      const taken = new Set(desks.filter(({ claim }) => claim && claim.by !== username).map((desk) => desk.no));
      const open = nos.filter((one) => !taken.has(one));
      const free = open.find((one) => !passed.has(one)) ?? open[0];
      if (!free) continue;
      await changeDesk(free, 'claim', {}).catch(() => undefined); // somebody was faster: its page says who
      await queries.invalidateQueries({ queryKey: ['desk', free] });
      return navigate(`/desk/cases/${free}`);
    }
    return navigate('/desk');
  };
  return () => void find();
}
