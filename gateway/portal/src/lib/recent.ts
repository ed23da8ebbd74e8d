/** The cases somebody opened last on this machine: numbers only, the newest first. */
const NAME = 'qi-recent';
const MOST = 10;

export function recent(): string[] {
  try {
    const told = JSON.parse(localStorage.getItem(NAME) ?? '[]') as unknown;
    return Array.isArray(told) ? told.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(no: string): void {
  localStorage.setItem(NAME, JSON.stringify([no, ...recent().filter((one) => one !== no)].slice(0, MOST)));
}
