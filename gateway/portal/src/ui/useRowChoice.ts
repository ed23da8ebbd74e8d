import { useState } from 'react';

import { possible, type MoveRow, type Subject } from './act/moves';

/**
 * Which row of a list is meant: the one in focus, or the one whose action was begun. An action stays with the row as it
 * was seen when it was begun, whatever the list does meanwhile: if somebody was faster, the answer says so.
 */
export function useRowChoice<Row extends Subject>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  moves: readonly MoveRow[],
) {
  const [focused, setFocused] = useState<string>();
  const [chosen, setChosen] = useState<{ row: Row; action: string }>();
  const row = chosen?.row ?? rows.find((one) => keyOf(one) === focused) ?? rows[0];
  return {
    row,
    action: chosen?.action,
    focus: (one: Row) => setFocused(keyOf(one)),
    choose: (one: Row, action: string) => setChosen({ row: one, action }),
    /** The first of some actions that is possible on the row. */
    begin: (...actions: string[]) => {
      const now = row ? possible(moves, row).map((move) => move.action) : [];
      const action = actions.find((one) => now.includes(one));
      if (row && action) setChosen({ row, action });
    },
    close: () => setChosen(undefined),
  };
}
