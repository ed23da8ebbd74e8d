import { describe, expect, it } from 'vitest';

import { begun, merged, type Part } from './shared';

const BASE: Part = {
  ...{ station: '1', delivery: 'electronic', company: '甲', contact: '林', phone: '0' },
  ...{ form: { a: 1, b: 1 }, given: [] },
};
const file = (id: string) => ({ id, material: 'm', sha256: id, size: 1, media_type: 'x', name: id });

describe('two people in one draft', () => {
  it('keep what each has changed', () => {
    const mine = { ...BASE, contact: '王', form: { a: 2, b: 1 } };
    const theirs = { ...BASE, phone: '1', form: { a: 1, b: 3, c: 4 } };
    const both = merged(BASE, mine, theirs);
    expect([both.contact, both.phone]).toEqual(['王', '1']);
    expect(both.form).toEqual({ a: 2, b: 3, c: 4 });
  });

  it('keep the files of both, and lose what either took away', () => {
    const base = { ...BASE, given: [file('1'), file('2')] };
    const mine = { ...BASE, given: [file('2'), file('3')] };
    const theirs = { ...BASE, given: [file('1'), file('2'), file('4')] };
    expect(merged(base, mine, theirs).given.map(({ id }) => id)).toEqual(['2', '4', '3']);
  });
});

it('shares nothing before something was answered', () => {
  expect(begun({ ...BASE, station: '', form: {} })).toBe(false);
  expect(begun(BASE)).toBe(true);
});
