import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { faultsOf, inEnglish, titlesOf } from './faults';

type Case = { name: string; schema: object; data: unknown; faults: string[] };

/** The service runs the same file: tests/workflow/test_form_cases.py. */
const CASES = JSON.parse(readFileSync('../../tests/catalogue/form_cases.json', 'utf8')) as Case[];

function told(path: string[]): string {
  return path.map((step) => step.replace(/~/g, '~0').replace(/\//g, '~1')).join('/');
}

describe('the cases shared with the service', () => {
  it.each(CASES)('$name', ({ schema, data, faults }) => {
    const found = faultsOf(schema, data).map(({ path, keyword }) => `${told(path)} ${keyword}`);
    expect(found.sort()).toEqual(faults);
  });
});

const SCHEMA = {
  properties: {
    list: { title: '器具', 'x-title-en': 'Instruments', items: { properties: { no: { title: '编号' } } } },
  },
};

it('names a place by the titles on the way to it', () => {
  expect(titlesOf(SCHEMA, ['list', '1', 'no'], (n) => `第 ${n} 项`)).toEqual(['器具', '第 2 项', '编号']);
});

it('tells the limit that was broken', () => {
  const [fault] = faultsOf({ properties: { a: { type: 'string', minLength: 3 } } }, { a: 'x' });
  expect(fault?.limit).toBe(3);
});

it('takes an emptied field for an absent one', () => {
  expect(faultsOf({ required: ['a'] }, { a: undefined })).toHaveLength(1);
});

it('shows English titles where there are some', () => {
  expect(inEnglish(SCHEMA)).toMatchObject({ properties: { list: { title: 'Instruments' } } });
});
