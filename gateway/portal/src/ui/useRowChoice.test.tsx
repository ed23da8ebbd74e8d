import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';

import { CASE_MOVES } from './act/moves';
import { useRowChoice } from './useRowChoice';

import type { Schemas } from '@/api/client';

type Row = Schemas['CaseHead'];
const row = (no: string, revision: number, ...actions: string[]) => ({ no, revision, actions }) as unknown as Row;
const numberOf = ({ no }: Row) => no;

function choiceOf(rows: Row[]) {
  return renderHook((now: Row[]) => useRowChoice(now, numberOf, CASE_MOVES), { initialProps: rows });
}

test('the row in focus is meant, else the first', () => {
  const { result } = choiceOf([row('a', 1), row('b', 1)]);
  expect(result.current.row?.no).toBe('a');
  act(() => result.current.focus(row('b', 1)));
  expect(result.current.row?.no).toBe('b');
});

test('an action that is begun stays with its row as it was seen, whatever the list does', () => {
  const { result, rerender } = choiceOf([row('a', 1, 'deliver'), row('b', 1, 'deliver')]);
  act(() => result.current.begin('deliver'));
  rerender([row('a', 2, 'deliver'), row('b', 1, 'deliver')]);
  expect(result.current.row?.revision).toBe(1);
  rerender([row('b', 1, 'deliver')]);
  expect([result.current.row?.no, result.current.action]).toEqual(['a', 'deliver']);
  act(() => result.current.close());
  expect([result.current.row?.no, result.current.action]).toEqual(['b', undefined]);
});

test('of several actions the first that is possible is begun, and none where none is', () => {
  const { result } = choiceOf([row('a', 1, 'accept')]);
  act(() => result.current.begin('deliver'));
  expect(result.current.action).toBeUndefined();
  act(() => result.current.begin('receive_accept', 'accept'));
  expect(result.current.action).toBe('accept');
});
