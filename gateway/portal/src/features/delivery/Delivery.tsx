import { useQuery } from '@tanstack/react-query';
import { Flex, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { casesQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useSteady } from '@/lib/useSteady';
import { DataTable, type Column } from '@/ui/DataTable';
import { NewRows } from '@/ui/NewRows';
import { RowActs } from '@/ui/RowActs';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer, Empty } from '@/ui/blocks';
import { useCaseColumns } from '@/ui/useCaseColumns';
import { useFilters } from '@/ui/useFilters';
import { useRowChoice } from '@/ui/useRowChoice';

type Row = Schemas['CaseHead'];
const STATES = ['closed', 'decided', 'delivered'] as const;
const MOVES = CASE_MOVES.filter(({ action }) => action === 'deliver' || action === 'close');
const numberOf = ({ no }: Row) => no;

/** C6: what is ready goes out, and how it reached its owner is written down. */
export function Delivery() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const state = STATES.find((one) => one === filters.get('state')) ?? 'closed';
  const cursor = filters.get('cursor') ?? undefined;
  const query = useQuery(casesQuery({ state, cursor, sort: state === 'delivered' ? 'newest' : 'due', limit: 50 }));
  const answer = { data: query.data?.cases, isPlaceholderData: query.isPlaceholderData };
  const steady = useSteady(answer, numberOf, `${state} ${cursor}`);
  const choice = useRowChoice(steady.rows, numberOf, MOVES);
  const { row } = choice;
  useKeys({ q: () => choice.begin('deliver'), o: () => choice.begin('close') }, choice.action === undefined);
  const columns = useColumns(choice.choose);
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('shell.menu.delivery')}</h1>
        <Segmented
          aria-label={t('words.field.state')}
          value={state}
          options={STATES.map((one) => ({ value: one, label: t(`delivery.${one}`) }))}
          onChange={(next) => change({ state: next })}
        />
      </Flex>
      <NewRows waiting={steady.waiting} onLoad={steady.load} />
      {row && (
        <Acts
          resource="cases"
          subject={row}
          rows={MOVES}
          known={{ means: row.delivery ?? undefined }}
          hidden
          chosen={choice.action}
          onClosed={choice.close}
        />
      )}
      <Answer query={query} rows={12}>
        {(page) => (
          <DataTable<Row>
            label={t('shell.menu.delivery')}
            rows={steady.rows}
            rowKey={numberOf}
            columns={columns}
            next={page.next}
            paged={Boolean(cursor)}
            onPage={(to) => change({ cursor: to })}
            onFocusRow={choice.focus}
            empty={<Empty text={t('delivery.empty')} />}
          />
        )}
      </Answer>
    </>
  );
}

function useColumns(onAct: (row: Row, action: string) => void): Column<Row>[] {
  const { t } = useTranslation();
  const { no, item, applicant, state, due } = useCaseColumns('/desk/cases');
  return [
    no,
    item,
    applicant,
    {
      key: 'means',
      title: t('words.field.delivery'),
      width: 96,
      render: ({ delivery }) => (delivery ? t(`words.means.${delivery as 'window'}`) : '–'),
    },
    state,
    due,
    {
      key: 'act',
      title: t('act.acts'),
      width: 120,
      render: (row) => <RowActs rows={MOVES} subject={row} name={row.no} onAct={(action) => onAct(row, action)} />,
    },
  ];
}
