import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { useSignedIn } from '@/api/session';
import { draftOf, keepDraft } from '@/lib/drafts';
import {
  defectsOf,
  linesOf,
  type CheckLine,
  type Defect,
  type Preset,
  type Verdict,
  type Verdicts,
} from '@/ui/act/defects';

/** The clerk's ticks on a case: kept on this machine, so that leaving half-way costs nothing. */
export type Checked = {
  lines: CheckLine[];
  defects: Defect[];
  say: (code: string, verdict: Verdict | undefined) => void;
};

export function useVerdicts(found: Schemas['Case'], item: Schemas['Item'] | undefined): Checked {
  const { t } = useTranslation();
  const account = useSignedIn().subject;
  const id = `desk ${found.no}`;
  const [verdicts, setVerdicts] = useState<Verdicts>({});
  useEffect(() => {
    void draftOf<Verdicts>(account, id).then((kept) => kept && setVerdicts(kept.content));
  }, [account, id]);
  const say = useCallback(
    (code: string, verdict: Verdict | undefined) =>
      setVerdicts((before) => {
        const others = Object.entries(before).filter(([of]) => of !== code);
        const after = Object.fromEntries(verdict ? [...others, [code, verdict]] : others) as Verdicts;
        void keepDraft(account, id, after);
        return after;
      }),
    [account, id],
  );
  const given = useMemo(() => new Set(found.materials.map(({ material }) => material)), [found.materials]);
  const lines = linesOf(
    item?.materials ?? [],
    given,
    found.findings.some(({ path }) => path.startsWith('form')),
    verdicts,
  );
  return { lines, say, defects: defectsOf(lines, (preset: Preset) => t(`act.preset.${preset}`)) };
}
