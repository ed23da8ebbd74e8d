/** Case numbers and query keys as people type them (the rule is services/workflow/rules/identifiers.py). */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const NUMBER = /^NB-\d{9}-\d{8}-\d{5,}-[0-9A-HJ-NP-RTUWXY]$/;

export function normalised(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/[‐–—－]/g, '-');
}

function checkCharacter(text: string): string {
  let total = 0;
  let weight = 1;
  for (const character of text.replace(/[^0-9A-Z]/g, '')) {
    total += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET[(31 - (total % 31)) % 31] ?? '';
}

export type NumberFault = 'form' | 'check';

/** What is wrong with a case number before anybody is asked; undefined when nothing is. */
export function numberFault(typed: string): NumberFault | undefined {
  const number = normalised(typed);
  if (!NUMBER.test(number)) return 'form';
  return checkCharacter(number.slice(0, -2)) === number.slice(-1) ? undefined : 'check';
}
