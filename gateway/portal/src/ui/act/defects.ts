import type { Schemas } from '@/api/client';

/** What a clerk found at each line of the check-list; without a word of the clerk the machine's counts. */
export type Defect = { material: string; reason: string };
export const PRESETS = ['absent', 'unclear', 'unsigned', 'expired', 'differs'] as const;
export type Preset = (typeof PRESETS)[number];
export type Verdict = { fits: boolean; preset?: Preset; text?: string }; // `text`: in the clerk's own words
export type Verdicts = Readonly<Record<string, Verdict>>;
export type LineState = 'fits' | 'fault' | 'open';

export type CheckLine = { code: string; state: LineState; by: 'machine' | 'person'; preset?: Preset; text?: string };
type Material = Schemas['Material'];

/** One line a material, and the form as the first. */
export function linesOf(
  materials: readonly Material[],
  given: ReadonlySet<string>,
  formFaults: boolean,
  verdicts: Verdicts,
): CheckLine[] {
  const form: CheckLine = { code: 'form', by: 'machine', state: formFaults ? 'fault' : 'fits' };
  const others = materials.map((material) => machineLine(material, given));
  return [form, ...others].map((line) => {
    const said = verdicts[line.code];
    if (!said) return line;
    return { code: line.code, by: 'person', state: said.fits ? 'fits' : 'fault', preset: said.preset, text: said.text };
  });
}

function machineLine({ code, source, necessity }: Material, given: ReadonlySet<string>): CheckLine {
  if (given.has(code)) return { code, by: 'machine', state: 'fits' };
  if (source !== 'applicant' || necessity === 'conditional') return { code, by: 'machine', state: 'open' };
  return { code, by: 'machine', state: 'fault', preset: 'absent' };
}

export function defectsOf(lines: readonly CheckLine[], text: (preset: Preset) => string): Defect[] {
  return lines
    .filter(({ state }) => state === 'fault')
    .map(({ code, preset, text: own }) => ({ material: code, reason: own?.trim() || text(preset ?? 'differs') }));
}
