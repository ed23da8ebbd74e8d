import { useCallback, useEffect, useState } from 'react';

/** A list that is read while it changes: rows stay where they are and renew in place, what is new waits to be asked for. */
export type Steady<Row> = { rows: Row[]; waiting: number; changed: ReadonlySet<string>; load: () => void };
type Seen = { of: string; order: string[]; revisions: Map<string, number> };
type Answered<Row> = { data: Row[] | undefined; isPlaceholderData: boolean };

export function useSteady<Row extends { revision: number }>(
  answer: Answered<Row>,
  keyOf: (row: Row) => string,
  of: string, // another list altogether: begin anew
): Steady<Row> {
  const [seen, setSeen] = useState<Seen>();
  const { data, isPlaceholderData } = answer;
  const ready = data !== undefined && !isPlaceholderData;
  const fresh = seen?.of !== of;
  const snapshot = useCallback(() => {
    if (!ready) return;
    setSeen({ of, order: data.map(keyOf), revisions: new Map(data.map((row) => [keyOf(row), row.revision])) });
  }, [of, ready, data, keyOf]);
  useEffect(() => {
    if (fresh) snapshot();
  }, [fresh, snapshot]);
  if (fresh || !data) return { rows: data ?? [], waiting: 0, changed: new Set(), load: snapshot };
  const byKey = new Map(data.map((row) => [keyOf(row), row]));
  const rows = seen.order.map((key) => byKey.get(key)).filter((row) => row !== undefined);
  const changed = rows.filter((row) => row.revision > (seen.revisions.get(keyOf(row)) ?? 0)).map(keyOf);
  return { rows, waiting: data.length - rows.length, changed: new Set(changed), load: snapshot };
}
