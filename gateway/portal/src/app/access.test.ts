import { describe, expect, it } from 'vitest';

import { isDesk, landingOf, mayOpen, menuOf } from './access';

const names = (roles: string[]) => menuOf(roles).map(({ name }) => name);

describe('the menu', () => {
  it.each([
    [[], ['catalogue', 'progress', 'verify', 'calculators']],
    [
      ['enterprise'],
      ['home', 'my_cases', 'instruments', 'messages', 'vault', 'catalogue', 'progress', 'verify', 'calculators'],
    ],
    [
      ['clerk'],
      ['desk', 'intake', 'delivery', 'search', 'day', 'ratings', 'catalogue', 'progress', 'verify', 'calculators'],
    ],
    [['specialist'], ['parts', 'catalogue', 'progress', 'verify', 'calculators']],
    [['approver'], ['approvals', 'catalogue', 'progress', 'verify', 'calculators']],
    [['department'], ['events', 'catalogue', 'progress', 'verify', 'calculators']],
    [
      ['clerk', 'specialist'],
      [
        'desk',
        'intake',
        'delivery',
        'search',
        'day',
        'parts',
        'ratings',
        'catalogue',
        'progress',
        'verify',
        'calculators',
      ],
    ],
  ])('of %j is %j', (roles, shown) => {
    expect(names(roles)).toEqual(shown);
  });
});

it('begins where a role works, or where it was last', () => {
  expect(landingOf([])).toBe('/');
  expect(landingOf(['enterprise'])).toBe('/home');
  expect(landingOf(['clerk', 'specialist'])).toBe('/desk');
  expect(landingOf(['clerk', 'specialist'], '/parts')).toBe('/parts');
});

it('opens what is for anyone, or for one of the roles', () => {
  expect(mayOpen([], undefined)).toBe(true);
  expect(mayOpen(['clerk'], ['clerk', 'approver'])).toBe(true);
  expect(mayOpen(['enterprise'], ['clerk'])).toBe(false);
});

it('is dense at the desk', () => {
  expect([isDesk('/desk/intake'), isDesk('/cases')]).toEqual([true, false]);
});
