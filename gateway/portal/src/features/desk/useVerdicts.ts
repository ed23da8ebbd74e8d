import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AtDesk } from './useDesk';

import type { Schemas } from '@/api/client';
import type { Desk } from '@/api/desk';
import {
  defectsOf,
  linesOf,
  type CheckLine,
  type Defect,
  type Preset,
  type Verdict,
  type Verdicts,
} from '@/ui/act/defects';

/** The clerk's ticks on a case: kept beside it by the window, so that leaving half-way costs nothing, on any machine. */
export type Checked = {
  lines: CheckLine[];
  defects: Defect[];
  place: Place;
  ready: boolean; // what was kept has been read
  say: (code: string, verdict: Verdict | undefined) => void;
  stay: (place: Place) => void;
  keep: () => Promise<boolean>; // now, and not in a moment
};
/** Where one is: the line in focus, and whether the notice is being made. */
export type Place = { line?: string; notice?: boolean };
type Parked = { verdicts: Verdicts } & Place;

const PAUSE = 700;

function parkedOf(desk: Desk): Parked {
  try {
    const { verdicts = {}, line, notice } = JSON.parse(desk.parked ?? '{}') as Partial<Parked>;
    return { verdicts, line, notice };
  } catch {
    return { verdicts: {} };
  }
}

export function useVerdicts(found: Schemas['Case'], item: Schemas['Item'] | undefined, at: AtDesk): Checked {
  const { t } = useTranslation();
  const [parked, setParked] = useState<Parked>();
  const latest = useRef<Parked>({ verdicts: {} });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { desk, change } = at;
  useEffect(() => {
    if (!desk || parked) return;
    latest.current = parkedOf(desk);
    setParked(latest.current);
  }, [desk, parked]);
  const keep = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { verdicts } = latest.current;
    const ticks = Object.entries(verdicts).map(([material, { fits }]) => ({
      material,
      verdict: fits ? ('right' as const) : ('wrong' as const),
    }));
    return (await change('claim', {})) && (await change('save', { ticks, parked: JSON.stringify(latest.current) }));
  }, [change]);
  const changed = useCallback(
    (next: Parked) => {
      latest.current = next;
      setParked(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void keep(), PAUSE);
    },
    [keep],
  );
  useEffect(() => () => void (timer.current && keep()), [keep]);
  const say = useCallback(
    (code: string, verdict: Verdict | undefined) => {
      const others = Object.entries(latest.current.verdicts).filter(([of]) => of !== code);
      const verdicts = Object.fromEntries(verdict ? [...others, [code, verdict]] : others) as Verdicts;
      changed({ ...latest.current, verdicts });
    },
    [changed],
  );
  const stay = useCallback((place: Place) => {
    latest.current = { ...latest.current, ...place };
    setParked(latest.current);
  }, []);
  const given = useMemo(() => new Set(found.materials.map(({ material }) => material)), [found.materials]);
  const formFaults = found.findings.some(({ path }) => path.startsWith('form'));
  const lines = linesOf(item?.materials ?? [], given, formFaults, parked?.verdicts ?? {});
  return {
    lines,
    defects: defectsOf(lines, (preset: Preset) => t(`act.preset.${preset}`)),
    place: { line: parked?.line, notice: parked?.notice },
    ready: parked !== undefined && item !== undefined,
    say,
    stay,
    keep,
  };
}
