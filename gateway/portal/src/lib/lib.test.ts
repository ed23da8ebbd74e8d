import { expect, it } from 'vitest';

import { dayOf, dayText, daysBetween, timeOf } from './days';
import { normalised, numberFault } from './numbers';
import { store } from './store';

it('knows the check character of case numbers', () => {
  expect(numberFault('NB-330212001-20261124-00012-B')).toBeUndefined();
  expect(numberFault('nb-330212001-20261124-00012-b ')).toBeUndefined();
  expect(numberFault('NB-330212001-20261124-00012-C')).toBe('check');
  expect(numberFault('NB-330212001-20261124')).toBe('form');
});

it('takes what people type: full width, lower case, other dashes', () => {
  expect(normalised('ｎｂ－330212001—20261124–00012-b')).toBe('NB-330212001-20261124-00012-B');
});

it('shows days and moments as Ningbo has them', () => {
  expect(dayOf('2026-11-23T23:30:00Z')).toBe('2026-11-24');
  expect(timeOf('2026-11-24T00:41:00Z')).toBe('08:41');
  expect(daysBetween('2026-11-24', '2026-12-01')).toBe(7);
});

it('names near days, and the weekday of all', () => {
  expect(dayText('2026-12-11', 'zh-CN', '2026-11-24')).toBe('2026-12-11（周五）');
  expect(dayText('2026-11-25', 'zh-CN', '2026-11-24')).toBe('明天 2026-11-25（周三）');
  expect(dayText('2026-11-24', 'en', '2026-11-24')).toBe('today 2026-11-24 (Tue)');
});

it('tells followers of a changed value only', () => {
  const value = store(1);
  let heard = 0;
  const leave = value.subscribe(() => {
    heard += 1;
  });
  value.set(1);
  value.set(2);
  leave();
  value.set(3);
  expect([heard, value.get()]).toEqual([1, 3]);
});
