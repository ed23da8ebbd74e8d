import { useQuery } from '@tanstack/react-query';
import { Flex, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { casesQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useSteady } from '@/lib/useSteady';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { DataTable, type Column } from '@/ui/DataTable';
import { NewRows } from '@/ui/NewRows';
import { RowActs } from '@/ui/RowActs';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES, possible } from '@/ui/act/moves';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

type Row = Schemas['CaseHead'];
const STATES = ['closed', 'decided', 'delivered'] as const;
const MOVES = CASE_MOVES.filter(({ action }) => action === 'deliver' || action === 'close');
const numberOf = ({ no }: Row) => no;

/** C6: what is ready goes out, and how it reached its owner is written down. */
export function Delivery() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const [focused, setFocused] = useState<string>();
  const [chosen, setChosen] = useState<{ no: string; action: string }>();
  const state = STATES.find((one) => one === filters.get('state')) ?? 'closed';
  const cursor = filters.get('cursor') ?? undefined;
  const query = useQuery(casesQuery({ state, cursor, sort: state === 'delivered' ? 'newest' : 'due', limit: 50 }));
  const answer = { data: query.data?.cases, isPlaceholderData: query.isPlaceholderData };
  const steady = useSteady(answer, numberOf, `${state} ${cursor}`);
  const row = steady.rows.find(({ no }) => no === (chosen?.no ?? focused)) ?? steady.rows[0];
  const begin = (action: string) => {
    if (row && possible(MOVES, row).some((one) => one.action === action)) setChosen({ no: row.no, action });
  };
  useKeys({ q: () => begin('deliver'), o: () => begin('close') }, chosen === undefined);
  const columns = useColumns((no, action) => setChosen({ no, action }));
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
          chosen={chosen?.action}
          onClosed={() => setChosen(undefined)}
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
            onFocusRow={({ no }) => setFocused(no)}
            empty={<Empty text={t('delivery.empty')} />}
          />
        )}
      </Answer>
    </>
  );
}

function useColumns(onAct: (no: string, action: string) => void): Column<Row>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'no',
      title: t('words.field.case_no'),
      width: 168,
      render: ({ no }) => <CaseNumber no={no} short to={`/desk/cases/${no}`} />,
    },
    { key: 'item', title: t('words.field.item'), render: ({ item, item_name }) => `${item} ${item_name ?? ''}` },
    {
      key: 'applicant',
      title: t('words.field.applicant'),
      render: ({ applicant }) => applicant.name ?? applicant.uscc,
    },
    {
      key: 'means',
      title: t('words.field.delivery'),
      width: 96,
      render: ({ delivery }) => (delivery ? t(`words.means.${delivery as 'window'}`) : '–'),
    },
    {
      key: 'state',
      title: t('words.field.state'),
      width: 96,
      render: ({ state, outcome }) => <StateTag state={state} outcome={outcome} />,
    },
    { key: 'due', title: t('words.field.latest'), width: 190, render: ({ due }) => <ClockChip due={due} /> },
    {
      key: 'act',
      title: t('act.acts'),
      width: 120,
      render: (row) => <RowActs rows={MOVES} subject={row} name={row.no} onAct={(action) => onAct(row.no, action)} />,
    },
  ];
}
