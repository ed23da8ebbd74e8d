import { useQuery } from '@tanstack/react-query';
import { Flex, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { casesQuery } from '@/api/queries';
import { useSteady } from '@/lib/useSteady';
import { actionLabel } from '@/ui/ActionBar';
import { DataTable, type Column } from '@/ui/DataTable';
import { NewRows } from '@/ui/NewRows';
import { Answer, Empty } from '@/ui/blocks';
import { useCaseColumns } from '@/ui/useCaseColumns';
import { useFilters } from '@/ui/useFilters';

type Row = Schemas['CaseHead'];
const OWN = ['decide', 'extend'] as const;
const STATES = ['in_review', 'dispatched', 'decided'] as const;
const numberOf = ({ no }: Row) => no;

/** A1: what waits for a decision, the most urgent first. */
export function Approvals() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const state = STATES.find((one) => one === filters.get('state')) ?? 'in_review';
  const cursor = filters.get('cursor') ?? undefined;
  const query = useQuery(casesQuery({ state, cursor, sort: 'due', limit: 50 }));
  const answer = { data: query.data?.cases, isPlaceholderData: query.isPlaceholderData };
  const steady = useSteady(answer, numberOf, `${state} ${cursor}`);
  const columns = useColumns();
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('shell.menu.approvals')}</h1>
        <Segmented
          aria-label={t('words.field.state')}
          value={state}
          options={STATES.map((one) => ({ value: one, label: t(`approvals.view.${one}`) }))}
          onChange={(next) => change({ state: next })}
        />
      </Flex>
      <NewRows waiting={steady.waiting} onLoad={steady.load} />
      <Answer query={query} rows={12}>
        {(page) => (
          <DataTable<Row>
            label={t('shell.menu.approvals')}
            rows={steady.rows}
            rowKey={numberOf}
            columns={columns}
            next={page.next}
            paged={Boolean(cursor)}
            onPage={(to) => change({ cursor: to })}
            empty={<Empty text={t('approvals.empty')} />}
          />
        )}
      </Answer>
    </>
  );
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const { no, item, applicant, state, due } = useCaseColumns('/approvals');
  return [
    no,
    item,
    { key: 'kind', title: t('approvals.kind'), width: 72, render: ({ kind }) => t(`words.kind.${kind as 'XK'}`) },
    applicant,
    state,
    due,
    {
      key: 'act',
      title: t('approvals.possible'),
      width: 140,
      render: ({ actions }) => possibleText(actions) || t('approvals.waiting'),
    },
  ];
}

function possibleText(actions: readonly string[]): string {
  return OWN.filter((action) => actions.includes(action))
    .map(actionLabel)
    .join('、');
}
