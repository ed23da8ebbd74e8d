import { expect, it } from 'vitest';

import { daysOf, textOf, weeksOf } from './year';

it('reads a notice line by line and says which lines are no day of the year', () => {
  const read = daysOf('2027-01-01 元旦\n\n2027/2/6 春节\n2027-02-30 春节\n2026-01-01 元旦\n春节', 2027);
  expect(read.days).toEqual([
    { date: '2027-01-01', name: '元旦' },
    { date: '2027-02-06', name: '春节' },
  ]);
  expect(read.wrong).toEqual([4, 5, 6]);
  expect(daysOf(textOf(read.days), 2027).days).toEqual(read.days);
});

it('lays a month out from Monday to Sunday', () => {
  const weeks = weeksOf(2027, 1);
  expect(weeks[0]).toEqual([0, 0, 0, 0, 1, 2, 3]);
  expect(weeks.flat().filter(Boolean)).toHaveLength(31);
});
