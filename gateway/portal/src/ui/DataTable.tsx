import { Button, Checkbox, Descriptions, Flex, Grid, Table, Typography, type TableColumnsType } from 'antd';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Empty } from './blocks';

export type Column<Row> = {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  width?: number | string;
  hideOnPhone?: boolean;
  cut?: boolean; // to one line, so that rows stay low
};

export type Selection = { keys: string[]; onChange: (keys: string[]) => void; nameOf: (key: string) => string };

type Shown<Row> = {
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: Column<Row>[]; // the first one is the row's link, and its heading on the phone
  next?: string | null;
  paged?: boolean; // not on the first page
  onPage?: (cursor: string | undefined) => void;
  selection?: Selection;
  onFocusRow?: (row: Row) => void;
  empty?: ReactNode;
};

/** A page of a list: j k ↑ ↓ move between the rows' links, Space ticks, Enter opens; cards on the phone. */
export function DataTable<Row extends object>(shown: Shown<Row>) {
  const wide = Grid.useBreakpoint().md ?? true;
  const box = useRef<HTMLDivElement>(null);
  if (shown.rows.length === 0) return <>{shown.empty ?? <Empty />}</>;
  return (
    <div ref={box} onKeyDown={(event) => move(event, box.current, shown)}>
      {wide ? <Rows {...shown} /> : <Cards {...shown} />}
      <Pages {...shown} />
    </div>
  );
}

function Rows<Row extends object>({ label, rows, rowKey, columns, selection, onFocusRow }: Shown<Row>) {
  const { t } = useTranslation();
  const shown: TableColumnsType<Row> = columns.map(({ key, title, width, render, cut }) => ({
    key,
    title,
    width,
    ellipsis: cut,
    render: (_: unknown, row: Row) => render(row),
  }));
  return (
    <div role="region" aria-label={label} tabIndex={0} className="qi-scroll">
      <Table<Row>
        size="small"
        columns={shown}
        dataSource={rows}
        rowKey={rowKey}
        pagination={false}
        onRow={(row) => ({ 'data-row': rowKey(row), onFocus: () => onFocusRow?.(row) }) as object}
        rowSelection={
          selection && {
            selectedRowKeys: selection.keys,
            onChange: (keys) => selection.onChange(keys.map(String)),
            getCheckboxProps: (row) =>
              ({ 'aria-label': t('ui.select_row', { name: selection.nameOf(rowKey(row)) }) }) as object,
          }
        }
      />
    </div>
  );
}

function Cards<Row extends object>({ label, rows, rowKey, columns, selection }: Shown<Row>) {
  const [first, ...others] = columns;
  return (
    <ul className="qi-plain" aria-label={label}>
      {rows.map((row) => (
        <li key={rowKey(row)} data-row={rowKey(row)}>
          <div className="qi-panel qi-row-card">
            <Flex justify="space-between" align="center" gap="small">
              <strong>{first?.render(row)}</strong>
              {selection && <Tick of={rowKey(row)} selection={selection} />}
            </Flex>
            <Descriptions
              size="small"
              column={1}
              items={others
                .filter((column) => !column.hideOnPhone)
                .map((column) => ({ key: column.key, label: column.title, children: column.render(row) }))}
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Tick({ of, selection }: { of: string; selection: Selection }) {
  const { t } = useTranslation();
  const { keys, onChange } = selection;
  return (
    <Checkbox
      aria-label={t('ui.select_row', { name: selection.nameOf(of) })}
      checked={keys.includes(of)}
      onChange={({ target }) => onChange(target.checked ? [...keys, of] : keys.filter((key) => key !== of))}
    />
  );
}

function Pages<Row extends object>({ rows, next, paged, onPage }: Shown<Row>) {
  const { t } = useTranslation();
  return (
    <Flex gap="small" align="center" justify="end" className="qi-pages">
      <Typography.Text type="secondary" role="status">
        {t(next || paged ? 'ui.count_more' : 'ui.count', { n: rows.length })}
      </Typography.Text>
      {paged && onPage && <Button onClick={() => onPage(undefined)}>{t('ui.first_page')}</Button>}
      {next && onPage && <Button onClick={() => onPage(next)}>{t('ui.next_page')}</Button>}
    </Flex>
  );
}

const STEPS: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

function move<Row>(event: KeyboardEvent, box: HTMLElement | null, shown: Shown<Row>): void {
  const target = event.target as HTMLElement;
  if (!box || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
  if (target.closest('input:not([type=checkbox]), textarea, select, [role=combobox]')) return;
  const links = [...box.querySelectorAll<HTMLElement>('[data-row]')].map((row) => row.querySelector('a'));
  const at = links.findIndex((link) => link !== null && link.closest('[data-row]') === target.closest('[data-row]'));
  const step = STEPS[event.key];
  if (step !== undefined) {
    event.preventDefault();
    links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
  } else if (event.key === ' ' && target.tagName === 'A' && shown.selection) {
    event.preventDefault();
    const key = target.closest<HTMLElement>('[data-row]')?.dataset.row;
    if (key) toggle(shown.selection, key);
  }
}

function toggle({ keys, onChange }: Selection, key: string): void {
  onChange(keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key]);
}
