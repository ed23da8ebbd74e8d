import { expect, it } from 'vitest';

import { inStage, searched, type Item } from './finding';

function item(code: string, name: string, more: Partial<Item> = {}): Item {
  return {
    code,
    name,
    applicant: '',
    outcome: '',
    materials: [],
    example: {},
    domain: 'brand',
    ...more,
  } as unknown as Item;
}

const ITEMS = [
  item('X-05', '一件事：新产品上市'),
  item('J-01', '委托检验'),
  item('M-02', '强制检定申请', { outcome: '检定证书' }),
];
const codes = (found: readonly Item[]) => found.map(({ code }) => code);

it('finds by name, by code, and by what comes of it', () => {
  expect(codes(searched(ITEMS, '暖手袋 上市'))).toEqual(['X-05']);
  expect(codes(searched(ITEMS, 'j-01'))).toEqual(['J-01']);
  expect(codes(searched(ITEMS, '检定证书'))).toEqual(['M-02']);
});

it('shows all for no words, and nothing for what fits nothing', () => {
  expect(searched(ITEMS, ' ')).toHaveLength(3);
  expect(searched(ITEMS, '护照')).toEqual([]);
});

it('knows what belongs to a stage', () => {
  expect(codes(inStage(ITEMS, 'market'))).toEqual(['X-05', 'J-01']);
  expect(inStage(ITEMS, null)).toHaveLength(3);
});
