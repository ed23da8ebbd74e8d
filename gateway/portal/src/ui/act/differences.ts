import type { Difference } from '../Conflict';
import { shownState } from '../states';

import type { Subject } from './moves';

import { i18n } from '@/lib/i18n';

type Told = [label: string, value: string];

function stateWord(state: string, outcome?: string | null): string {
  return i18n.t(`words.state.${shownState(state, outcome)}`);
}

/** What a reader may have relied on, in words. */
function told(subject: Subject): Told[] {
  const rows: Told[] = [
    [i18n.t('words.field.state'), stateWord(subject.state, 'outcome' in subject ? subject.outcome : null)],
  ];
  if ('findings' in subject) rows.push([i18n.t('act.found'), String(subject.findings.length)]);
  if ('materials' in subject && Array.isArray(subject.materials)) {
    rows.push([i18n.t('act.materials'), subject.materials.map(({ name, id }) => name ?? id).join('、') || '–']);
  }
  if ('parts' in subject) {
    for (const part of subject.parts) rows.push([part.item_name ?? part.item, stateWord(part.state)]);
  }
  if ('taken_by' in subject) rows.push([i18n.t('act.taken_by'), subject.taken_by ?? '–']);
  return rows;
}

/** What has changed between what somebody saw and how it is now. */
export function differencesOf(seen: Subject, fresh: Subject): Difference[] {
  const before = new Map(told(seen));
  return told(fresh)
    .filter(([label, now]) => before.has(label) && before.get(label) !== now)
    .map(([label, now]) => ({ label, before: before.get(label) ?? '–', now }));
}
