import type { Schemas } from '@/api/client';

/** What is acted on: a case as lists or its own page show it, or a part. */
export type Subject = Schemas['CaseHead'] | Schemas['Part'];
export type Values = Record<string, unknown>;
export type FieldKind = 'text' | 'long' | 'choice' | 'day' | 'count' | 'names' | 'defects' | 'promises' | 'files';
type Choices = readonly string[];

export type Field = {
  name: string;
  kind: FieldKind;
  required?: boolean;
  choices?: Choices | ((subject: Subject) => Choices);
  max?: number;
  first?: string; // what is chosen unless somebody chooses
};

export type MoveRow = {
  action: string;
  key?: string;
  danger?: boolean;
  steps?: readonly string[]; // one gesture, several actions in their order
  when?: (subject: Subject) => boolean; // for what the server has no word: a gesture of ours
  fields?: readonly Field[];
  notice?: string; // the document that comes of it
  carries?: readonly string[]; // what the page knows and nobody is asked for
};

function kindOf(subject: Subject): string {
  return 'kind' in subject ? subject.kind : '';
}

function nothingFound(subject: Subject): boolean {
  return (
    'findings' in subject && [subject.findings, subject.missing, subject.promisable].every(({ length }) => length === 0)
  );
}

const REASON: Field = { name: 'reason', kind: 'long', required: true };
const FILES: Field = { name: 'materials', kind: 'files' };
const PROCEDURES: Choices = [
  'expert_review',
  'testing',
  'inspection',
  'appraisal',
  'quarantine',
  'hearing',
  'tender',
  'auction',
  'site_check',
  'publicity',
];

/** Every action on a case as people choose it: a new one is a row; what may be done now, the server says. */
export const CASE_MOVES: readonly MoveRow[] = [
  {
    action: 'receive_accept',
    key: 'a',
    steps: ['receive', 'accept'],
    when: (subject) => subject.actions.includes('receive') && nothingFound(subject),
    notice: 'acceptance',
  },
  { action: 'receive', key: 'r', notice: 'receipt' },
  { action: 'accept', key: 'a', notice: 'acceptance' },
  {
    action: 'request_correction',
    key: 'b',
    notice: 'correction',
    fields: [{ name: 'missing', kind: 'defects', required: true }],
  },
  {
    action: 'accept_with_promise',
    key: 'c',
    notice: 'acceptance',
    fields: [{ name: 'promises', kind: 'promises', required: true }],
  },
  { action: 'dispatch', key: 'f' },
  {
    action: 'decide',
    key: 'e',
    notice: 'decision',
    fields: [
      {
        name: 'outcome',
        kind: 'choice',
        required: true,
        choices: (subject) => (kindOf(subject) === 'XK' ? ['granted', 'denied'] : ['done', 'partial', 'denied']),
      },
      REASON,
    ],
  },
  { action: 'close', key: 'o', notice: 'closing' },
  {
    action: 'deliver',
    key: 'q',
    notice: 'delivery',
    fields: [
      {
        name: 'means',
        kind: 'choice',
        required: true,
        choices: ['electronic', 'window', 'post'],
      },
      { name: 'receiver', kind: 'text', max: 50 },
    ],
  },
  {
    action: 'complete_on_spot',
    fields: [
      { name: 'answer', kind: 'long' },
      { name: 'means', kind: 'choice', required: true, choices: ['window', 'electronic', 'post'], first: 'window' },
    ],
  },
  { action: 'correct_on_spot', fields: [FILES] },
  { action: 'resubmit', fields: [FILES] },
  { action: 'keep_promise', fields: [{ ...FILES, required: true }] },
  {
    action: 'extend',
    key: 'l',
    notice: 'extension',
    fields: [REASON, { name: 'document', kind: 'text', max: 200 }],
  },
  {
    action: 'start_special',
    notice: 'special',
    fields: [
      { name: 'type', kind: 'choice', required: true, choices: PROCEDURES },
      { name: 'days_needed', kind: 'count', required: true, max: 400 },
      { name: 'basis', kind: 'long', required: true },
      { name: 'officers', kind: 'names' },
    ],
  },
  { action: 'end_special' },
  { action: 'suspend', fields: [{ ...REASON, required: false }] },
  { action: 'resume' },
  { action: 'add_document', fields: [{ ...FILES, required: true }] },
  { action: 'answer_card', fields: [REASON], carries: ['card'] },
  { action: 'rectify', fields: [{ name: 'measure', kind: 'long', required: true }] },
  {
    action: 'reopen',
    fields: [
      { name: 'instrument', kind: 'text', required: true, max: 200 },
      { name: 'organ', kind: 'text', required: true, max: 200 },
      { name: 'date', kind: 'day', required: true },
    ],
  },
  {
    action: 'refuse',
    key: 'u',
    danger: true,
    notice: 'refusal',
    fields: [
      { name: 'ground', kind: 'choice', choices: ['competence', 'not_needed', 'incomplete'], required: true },
      REASON,
      { name: 'organ', kind: 'text', max: 200 },
    ],
  },
  {
    action: 'terminate',
    danger: true,
    notice: 'termination',
    fields: [{ name: 'ground', kind: 'long', required: true }],
  },
  { action: 'withdraw', danger: true },
  { action: 'archive' },
];

export const PART_MOVES: readonly MoveRow[] = [
  { action: 'take', key: 'r' },
  {
    action: 'finish',
    key: 'e',
    fields: [
      { name: 'result', kind: 'choice', required: true, choices: ['done', 'granted', 'denied'], first: 'done' },
      { name: 'summary', kind: 'long', required: true },
      FILES,
    ],
  },
  { action: 'release' },
  { action: 'return', key: 'z', danger: true, fields: [REASON] },
];

/** The rows that are possible now, and the words the bar needs of them. */
export function possible(rows: readonly MoveRow[], subject: Subject): readonly MoveRow[] {
  return rows.filter(
    ({ action, steps, when }) => (steps !== undefined || subject.actions.includes(action)) && (when?.(subject) ?? true),
  );
}

export function firstValues(row: MoveRow, given: Values = {}): Values {
  const names = [...(row.fields ?? []).map(({ name }) => name), ...(row.carries ?? [])];
  const chosen = (row.fields ?? []).filter(({ first }) => first).map(({ name, first }) => [name, first]);
  const known = Object.entries(given).filter(([name]) => names.includes(name));
  return Object.fromEntries([...chosen, ...known]) as Values;
}

function blank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** The fields that still need an answer. */
export function unanswered(row: MoveRow, values: Values): string[] {
  const asked = (row.fields ?? []).filter(({ required }) => required);
  return asked.map(({ name }) => name).filter((name) => blank(unwrapped(values[name])));
}

/** Defects that nobody has explained count as unanswered. */
function unwrapped(value: unknown): unknown {
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  const open = rows.some((row) => typeof row === 'object' && row !== null && Object.values(row).some(blank));
  return open ? undefined : value;
}

export function words(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !blank(value)));
}
