import type { Schemas } from '@/api/client';

export const FORM = 'form'; // a defect of the form itself, not of a material
export type Defect = { code: string; name: string; wrong: string; needed: string };
type Told = { material?: string; reason?: string };

/** What the last notice lists, each with what is wrong and what is needed, in the order of the notice. */
export function defectsOf(of: Schemas['Case'], item: Schemas['Item']): Defect[] {
  const last = of.corrections.at(-1);
  if (!last) return [];
  const data = of.notices.find(({ id }) => id === last.notice)?.data;
  const rows = (data?.missing ?? data?.defects ?? []) as Told[];
  return last.materials.map((code) => {
    const material = item.materials.find((one) => one.code === code);
    const wrong = rows.find((row) => row.material === code)?.reason ?? '';
    return { code, name: material?.name ?? '', wrong, needed: material?.note ?? '' };
  });
}
