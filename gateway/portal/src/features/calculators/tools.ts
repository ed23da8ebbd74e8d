import { client, said, type Schemas } from '@/api/client';

/** A calculator as data: what it asks, how its question is sent, and a worked example with published numbers. */
export type Values = Record<string, string>;
export type Field = {
  name: FieldName;
  kind: 'number' | 'day' | 'text' | 'inputs' | readonly string[];
  optional?: true;
};
export type FieldName =
  | 'start'
  | 'days'
  | 'lot_size'
  | 'level'
  | 'aql'
  | 'severity'
  | 'sample_size'
  | 'accept'
  | 'model'
  | 'inputs'
  | 'coverage'
  | 'value'
  | 'expanded_uncertainty'
  | 'lower'
  | 'upper'
  | 'guard'
  | 'outcome';
export const TOOL_NAMES = ['due-date', 'sampling-plan', 'oc-curve', 'uncertainty', 'decision'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];
export type Tool = { fields: readonly Field[]; example: Values; ask: (values: Values) => Promise<unknown> };

const LEVELS = ['I', 'II', 'III', 'S-1', 'S-2', 'S-3', 'S-4'] as const;
const AQLS =
  '0.010 0.015 0.025 0.040 0.065 0.10 0.15 0.25 0.40 0.65 1.0 1.5 2.5 4.0 6.5 10 15 25 40 65 100 150 250 400 650 1000'.split(
    ' ',
  );
export const DISTRIBUTIONS = ['normal', 'rectangular', 'triangular', 'u_shaped', 'type_a'] as const;

/** One line of a budget as typed: `wide` is U for a normal one, the half width of a bounded one, u for type A. */
export type Row = { name: string; value: string; distribution: string; wide: string; k: string; dof: string };
export const ROW: Row = { name: '', value: '0', distribution: 'rectangular', wide: '', k: '2', dof: '' };

export function rowsOf(values: Values): Row[] {
  try {
    return (JSON.parse(values.inputs ?? '[]') as Partial<Row>[]).map((row) => ({ ...ROW, ...row }));
  } catch {
    return [];
  }
}

function inputOf({ name, value, distribution, wide, k, dof }: Row): Schemas['InputBody'] {
  const known = { name, value, distribution: distribution as 'normal', dof: dof || null };
  if (distribution === 'normal') return { ...known, expanded: wide, k };
  return distribution === 'type_a' ? { ...known, standard_uncertainty: wide } : { ...known, half_width: wide };
}

const EA_4_02: Partial<Row>[] = [
  { name: 'm_S', value: '10000.005', distribution: 'normal', wide: '0.045', k: '2' },
  { name: 'δm_D', wide: '0.015' },
  { name: 'δm', value: '0.020', distribution: 'type_a', wide: '0.01443' },
  { name: 'δm_C', wide: '0.010' },
  { name: 'δB', wide: '0.010' },
];
const number = (text: string | undefined) => Number(text);

export const TOOLS: Record<ToolName, Tool> = {
  'due-date': {
    fields: [
      { name: 'start', kind: 'day' },
      { name: 'days', kind: 'number' },
    ],
    example: { start: '2026-11-24', days: '20' },
    ask: ({ start = '', days }) =>
      said(client.POST('/api/calculators/due-date', { body: { start, days: number(days) } })),
  },
  'sampling-plan': {
    fields: [
      { name: 'lot_size', kind: 'number' },
      { name: 'level', kind: LEVELS },
      { name: 'aql', kind: AQLS },
      { name: 'severity', kind: ['normal', 'tightened', 'reduced'] },
    ],
    example: { lot_size: '1000', level: 'II', aql: '1.0', severity: 'normal' },
    ask: ({ lot_size, level, aql = '', severity }) =>
      said(
        client.POST('/api/calculators/sampling-plan', {
          body: { lot_size: number(lot_size), level: level as 'II', aql, severity: severity as 'normal' },
        }),
      ),
  },
  'oc-curve': {
    fields: [
      { name: 'sample_size', kind: 'number' },
      { name: 'accept', kind: 'number' },
    ],
    example: { sample_size: '80', accept: '2' },
    ask: ({ sample_size, accept }) =>
      said(
        client.POST('/api/calculators/oc-curve', {
          body: { sample_size: number(sample_size), accept: number(accept), counting: 'nonconforming' },
        }),
      ),
  },
  uncertainty: {
    fields: [
      { name: 'model', kind: 'text' },
      { name: 'inputs', kind: 'inputs' },
      { name: 'coverage', kind: 'text', optional: true },
    ],
    example: { model: 'm_S + δm_D + δm + δm_C + δB', inputs: JSON.stringify(EA_4_02), coverage: '' },
    ask: (values) =>
      said(
        client.POST('/api/calculators/uncertainty', {
          body: {
            model: values.model ?? '',
            inputs: rowsOf(values).map(inputOf),
            correlations: [],
            coverage: values.coverage || null,
          },
        }),
      ),
  },
  decision: {
    fields: [
      { name: 'value', kind: 'text' },
      { name: 'expanded_uncertainty', kind: 'text' },
      { name: 'lower', kind: 'text', optional: true },
      { name: 'upper', kind: 'text', optional: true },
      { name: 'guard', kind: 'text' },
      { name: 'outcome', kind: ['binary', 'nonbinary'] },
    ],
    example: {
      ...{ value: '0.0025', expanded_uncertainty: '0.0010', lower: '-0.003', upper: '0.003' },
      ...{ guard: '1', outcome: 'nonbinary' },
    },
    ask: ({ value = '', expanded_uncertainty = '', lower, upper, guard = '', outcome }) =>
      said(
        client.POST('/api/calculators/decision', {
          body: {
            ...{ value, expanded_uncertainty, guard, outcome: outcome as 'binary' },
            ...{ lower: lower || null, upper: upper || null },
          },
        }),
      ),
  },
};
