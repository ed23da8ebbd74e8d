import type { Schemas } from '@/api/client';

/** Finding an item by what people say: every two Chinese characters, every other word, that its texts contain count. */
export type Item = Schemas['Item'];

export const STAGES = {
  open: ['X-08', 'X-01', 'M-01', 'P-02', 'B-01'],
  develop: ['B-01', 'B-05', 'B-06', 'M-03', 'J-07', 'P-01'],
  produce: ['J-08', 'M-02', 'M-04', 'M-05', 'R-01', 'R-02', 'X-06', 'J-02'],
  market: ['X-05', 'B-02', 'R-03', 'R-04', 'J-01', 'J-03', 'M-07', 'X-04'],
  export: ['X-07', 'R-08', 'R-05', 'B-08', 'P-03', 'P-05'],
  mend: ['J-04', 'J-05', 'X-02'],
} as const;
export type Stage = keyof typeof STAGES;

function pairs(word: string): string[] {
  const text = word.toLowerCase();
  return text.length < 3 || /^[ -~]+$/.test(text)
    ? [text]
    : Array.from(text.slice(1), (next, place) => `${text[place] ?? ''}${next}`);
}

function textsOf(item: Item): { name: string; more: string } {
  const name = `${item.code} ${item.name} ${item.name_en ?? ''}`.toLowerCase();
  const materials = item.materials.map((material) => material.name).join(' ');
  const more = `${item.applicant} ${item.outcome} ${item.basis ?? ''} ${materials} ${JSON.stringify(item.example)}`;
  return { name, more: more.toLowerCase() };
}

function score(item: Item, words: string[]): number {
  const { name, more } = textsOf(item);
  const parts = words.flatMap(pairs);
  const hits = parts.map((part) => (name.includes(part) ? 4 : more.includes(part) ? 1 : 0));
  return hits.reduce<number>((sum, hit) => sum + hit, 0) / parts.length;
}

const LEAST = 0.5;

/** Items that fit, best first; all of them for no words. */
export function searched(items: readonly Item[], typed: string): readonly Item[] {
  const words = typed.normalize('NFKC').split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  const scored = items.map((item) => ({ item, fit: score(item, words) })).filter(({ fit }) => fit >= LEAST);
  return scored.sort((one, other) => other.fit - one.fit).map(({ item }) => item);
}

export function inStage(items: readonly Item[], stage: string | null): readonly Item[] {
  const codes: readonly string[] | undefined = STAGES[stage as Stage];
  return codes ? items.filter(({ code }) => codes.includes(code)) : items;
}

export function inDomain(items: readonly Item[], domain: string | null): readonly Item[] {
  return domain ? items.filter((item) => item.domain === domain) : items;
}
