import { Button, Flex } from 'antd';

import { actionLabel } from './ActionBar';
import { possible, type MoveRow, type Subject } from './act/moves';

type Shown = { rows: readonly MoveRow[]; subject: Subject; name: string; onAct: (action: string) => void };

/** What may be done with one row of a list, as buttons in its last cell. */
export function RowActs({ rows, subject, name, onAct }: Shown) {
  return (
    <Flex gap={4} wrap>
      {possible(rows, subject).map(({ action }) => (
        <Button key={action} size="small" aria-label={`${actionLabel(action)} ${name}`} onClick={() => onAct(action)}>
          {actionLabel(action)}
        </Button>
      ))}
    </Flex>
  );
}
