import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { itemsQuery, partsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { useSteady } from '@/lib/useSteady';
import { CaseNumber } from '@/ui/CaseNumber';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { NewRows } from '@/ui/NewRows';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { PART_MOVES } from '@/ui/act/moves';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';
import { useRowChoice } from '@/ui/useRowChoice';

type Row = Schemas['Part'];
const VIEWS = ['dispatched', 'taken', 'finished', 'returned', ''] as const;
const idOf = ({ id }: Row) => id;

/** S1: what has come to one's domain. */
export function Parts() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const view = filters.get('state') ?? 'dispatched';
  const state = view === 'all' ? undefined : view;
  const cursor = filters.get('cursor') ?? undefined;
  const query = useQuery(partsQuery({ state, cursor, limit: 50 }));
  const answer = { data: query.data?.parts, isPlaceholderData: query.isPlaceholderData };
  const steady = useSteady(answer, idOf, `${view} ${cursor}`);
  const choice = useRowChoice(steady.rows, idOf, PART_MOVES);
  const { row } = choice;
  useKeys({ r: () => choice.begin('take'), z: () => choice.begin('return') }, choice.action === undefined);
  const columns = useColumns();
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('shell.menu.parts')}</h1>
        <Flex gap={4} wrap role="group" aria-label={t('desk.views')}>
          {VIEWS.map((one) => (
            <Button
              key={one}
              size="small"
              type={(one || 'all') === view ? 'primary' : 'default'}
              aria-pressed={(one || 'all') === view}
              onClick={() => change({ state: one || 'all' })}
            >
              {t(`parts.view.${one || 'all'}`)}
            </Button>
          ))}
        </Flex>
      </Flex>
      <NewRows waiting={steady.waiting} onLoad={steady.load} />
      {row && (
        <Acts resource="parts" subject={row} rows={PART_MOVES} hidden chosen={choice.action} onClosed={choice.close} />
      )}
      <Answer query={query} rows={12}>
        {(page) => (
          <>
            <Away domains={page.away ?? []} />
            <DataTable<Row>
              label={t('shell.menu.parts')}
              rows={steady.rows}
              rowKey={idOf}
              columns={columns}
              next={page.next}
              paged={Boolean(cursor)}
              onPage={(to) => change({ cursor: to })}
              onFocusRow={choice.focus}
              empty={<Empty text={t(view === 'dispatched' ? 'parts.empty' : 'parts.no_match')} />}
            />
          </>
        )}
      </Answer>
    </>
  );
}

function Away({ domains }: { domains: string[] }) {
  const { t } = useTranslation();
  if (domains.length === 0) return null;
  const names = domains.map((domain) => t(`words.domain.${domain as 'metrology'}`)).join('、');
  return <Alert type="warning" showIcon title={t('parts.away', { names })} />;
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = useQuery(itemsQuery).data ?? [];
  const nameOf = (code: string) => {
    const item = items.find((one) => one.code === code);
    return item ? inLanguage(language, item.name, item.name_en) : '';
  };
  return [
    {
      key: 'id',
      title: t('words.field.part'),
      width: 240,
      render: ({ id }) => <CaseNumber no={id} short to={`/parts/${id}`} />,
    },
    { key: 'item', title: t('words.field.item'), render: ({ item }) => `${item} ${nameOf(item)}` },
    {
      key: 'domain',
      title: t('parts.domain'),
      width: 96,
      render: ({ domain }) => t(`words.domain.${domain as 'metrology'}`),
    },
    { key: 'state', title: t('words.field.state'), width: 96, render: ({ state }) => <StateTag state={state} /> },
    { key: 'sent', title: t('parts.sent'), width: 150, render: ({ sent_at }) => <MomentText at={sent_at} /> },
    {
      key: 'needs',
      title: t('parts.needs'),
      width: 140,
      hideOnPhone: true,
      render: ({ needs }) => needs.join('、') || '–',
    },
  ];
}
