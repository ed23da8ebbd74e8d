import { beforeAll, expect, it } from 'vitest';

import { faultText, reasonText } from './reason';
import { shownState, turnOf } from './states';

import { speak, startI18n } from '@/lib/i18n';

beforeAll(() => startI18n('zh-CN'));

it('says what a reason means, with the words of the field for its facts', () => {
  const params = { state: 'accepted', action: 'receive', possible: 'dispatch, terminate' };
  expect(reasonText({ reason: 'WRONG_STATE', params })).toBe('这件办件现在是「已受理」，不能收件。可以：分办、终止。');
});

it('leaves a dash where a fact was not told', () => {
  expect(reasonText({ reason: 'ALREADY_NOTIFIED', params: {} })).toContain('已于 — 一次性告知过');
});

it('has a text for what it does not know', () => {
  expect(reasonText({ reason: 'SOMETHING_NEW', params: {} })).toBe('没有办成。请稍后再试，或把问题编号告诉窗口。');
});

it('counts the fields of what it does not know', () => {
  const fields = [{ path: 'station', reason: 'STRING_PATTERN_MISMATCH' }];
  expect(reasonText({ reason: 'STRING_PATTERN_MISMATCH', params: {}, fields })).toContain('有 1 处内容不符合要求');
});

it('speaks English', async () => {
  await speak('en');
  expect(reasonText({ reason: 'ITEM_CLOSED', params: { item: 'J-01' } })).toBe(
    'J-01 is closed since —. Follow it, or use —.',
  );
  await speak('zh-CN');
});

it('says what is wrong with a field, with its limit', () => {
  expect(faultText('minLength', 2)).toBe('至少 2 个字');
  expect(faultText('USCC_INVALID')).toContain('统一社会信用代码');
  expect(faultText('whatever')).toBe('填写的内容不符合要求');
});

it('shows a decision by its outcome, and whose turn it is', () => {
  expect(shownState('decided', 'denied')).toBe('denied');
  expect(shownState('accepted', null, true)).toBe('deemed');
  expect(turnOf({ state: 'dispatched', next_by: 'window' })).toBe('window');
  expect(turnOf({ state: 'withdrawn' })).toBe('nobody');
});
