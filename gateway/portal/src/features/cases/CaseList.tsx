import { useQuery } from '@tanstack/react-query';
import { Flex, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { casesQuery } from '@/api/queries';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { StateTag, TurnText } from '@/ui/StateTag';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

type Head = Schemas['CaseHead'];
const SEGMENTS = ['all', 'correction', 'in_review', 'closed', 'delivered'] as const;

/** B4: find any case of one's own. */
export function CaseList() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const [state, q, cursor] = ['state', 'q', 'cursor'].map((name) => filters.get(name) ?? '');
  const query = useQuery(casesQuery({ state, q, cursor, limit: 20 }));
  const columns = useColumns();
  return (
    <div className="qi-stack">
      <h1>{t('cases.list.title')}</h1>
      <Flex gap="small" wrap>
        <Segmented
          aria-label={t('cases.list.segment')}
          value={state || 'all'}
          options={SEGMENTS.map((value) => ({ value, label: t(`cases.list.segments.${value}`) }))}
          onChange={(value) => change({ state: value === 'all' ? undefined : value })}
        />
        <Input.Search
          className="qi-grow"
          key={q}
          defaultValue={q}
          allowClear
          aria-label={t('cases.list.find')}
          placeholder={t('cases.list.find')}
          onSearch={(typed) => change({ q: typed.trim() })}
        />
      </Flex>
      <Answer query={query} rows={8}>
        {({ cases, next }) => (
          <DataTable<Head>
            label={t('cases.list.title')}
            rows={cases}
            rowKey={({ no }) => no}
            columns={columns}
            next={next}
            paged={Boolean(cursor)}
            onPage={(to) => change({ cursor: to })}
            empty={
              <Empty text={state || q ? t('ui.no_match') : t('cases.list.empty')}>
                <Link to="/">{t('cases.list.file')}</Link>
              </Empty>
            }
          />
        )}
      </Answer>
    </div>
  );
}

function useColumns(): Column<Head>[] {
  const { t } = useTranslation();
  return [
    { key: 'no', title: t('words.field.case_no'), render: ({ no }) => <CaseNumber no={no} to={`/cases/${no}`} /> },
    { key: 'item', title: t('cases.list.item'), render: ({ item_name }) => item_name },
    {
      key: 'state',
      title: t('words.field.state'),
      render: ({ state, outcome, deemed }) => <StateTag state={state} outcome={outcome} deemed={deemed} />,
    },
    { key: 'turn', title: t('words.field.next'), render: (row) => <TurnText of={row} applicantIsYou /> },
    { key: 'due', title: t('words.field.latest'), render: ({ due }) => <ClockChip due={due} /> },
    {
      key: 'filed',
      title: t('cases.list.filed'),
      hideOnPhone: true,
      render: (row) => <MomentText at={row.filed_at} />,
    },
  ];
}
