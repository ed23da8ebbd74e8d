import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Input, Select, Tag, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Batch } from './Batch';

import type { Schemas } from '@/api/client';
import { casesQuery, itemsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { useSteady } from '@/lib/useSteady';
import { DataTable, type Column } from '@/ui/DataTable';
import { NewRows } from '@/ui/NewRows';
import { TurnText } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer, Empty } from '@/ui/blocks';
import { useCaseColumns } from '@/ui/useCaseColumns';
import { useFilters } from '@/ui/useFilters';
import { useRowChoice } from '@/ui/useRowChoice';

type Row = Schemas['CaseHead'];
const VIEWS = ['', 'filed', 'received', 'correction', 'accepted', 'in_review', 'decided', 'closed'] as const;
const PAGE = 50;
const numberOf = ({ no }: Row) => no;

/** C1: what is next, without thinking: the most urgent first. */
export function Queue() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const navigate = useNavigate();
  const [ticked, setTicked] = useState<string[]>([]);
  const asked = useAsked(filters);
  const query = useQuery(casesQuery(asked));
  const answer = { data: query.data?.cases, isPlaceholderData: query.isPlaceholderData };
  const steady = useSteady(answer, numberOf, JSON.stringify(asked));
  const rows = steady.rows;
  const choice = useRowChoice(rows, numberOf, CASE_MOVES);
  const { row } = choice;
  const next = () => {
    const open = rows.find(({ actions }) => actions.includes('receive') || actions.includes('accept')) ?? rows[0];
    if (open) void navigate(`/desk/cases/${open.no}`);
  };
  useKeys(
    {
      r: () => choice.begin('receive'),
      a: () => choice.begin('receive_accept', 'accept'),
      f: () => choice.begin('dispatch'),
      F8: next,
      F2: () => void navigate('/desk/intake'),
      ...Object.fromEntries(
        VIEWS.map((view, place) => [String(place + 1), () => change({ state: view || undefined })]),
      ),
    },
    choice.action === undefined,
  );
  const columns = useColumns(steady.changed);
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('desk.title')}</h1>
        <Views now={asked.state ?? ''} onChange={(state) => change({ state: state || undefined })} />
        <span className="qi-grow" />
        <Find value={filters.get('q') ?? ''} onFind={(q) => change({ q: q || undefined })} />
        <Items value={filters.get('item') ?? undefined} onChange={(item) => change({ item })} />
        {[...filters.keys()].length > 0 && (
          <Button size="small" onClick={() => change({ state: undefined, q: undefined, item: undefined })}>
            {t('ui.clear_filters')}
          </Button>
        )}
      </Flex>
      <Flex gap="small" align="center" wrap className="qi-batch">
        <Button size="small" onClick={next} aria-keyshortcuts="F8">
          {t('desk.next')}
          <kbd aria-hidden className="qi-key">
            F8
          </kbd>
        </Button>
        <Batch rows={rows.filter(({ no }) => ticked.includes(no))} onDone={() => setTicked([])} />
        <NewRows waiting={steady.waiting} onLoad={steady.load} />
        <span className="qi-grow" />
        <Typography.Text type="secondary" className="qi-wide-only">
          {t('desk.queue_keys')}
        </Typography.Text>
      </Flex>
      {row && (
        <Acts resource="cases" subject={row} rows={CASE_MOVES} hidden chosen={choice.action} onClosed={choice.close} />
      )}
      <Answer query={query} rows={12}>
        {(page) => (
          <DataTable<Row>
            label={t('desk.title')}
            rows={rows}
            rowKey={numberOf}
            columns={columns}
            next={page.next}
            paged={filters.has('cursor')}
            onPage={(cursor) => change({ cursor })}
            selection={{ keys: ticked, onChange: setTicked, nameOf: (no) => no }}
            onFocusRow={choice.focus}
            empty={<NoRows filtered={[...filters.keys()].length > 0} />}
          />
        )}
      </Answer>
    </>
  );
}

function useAsked(filters: URLSearchParams) {
  const told = (name: string) => filters.get(name) ?? undefined;
  const [state, item, q, cursor] = ['state', 'item', 'q', 'cursor'].map(told);
  return useMemo(
    () => ({ state, item, q, cursor, sort: q ? ('newest' as const) : ('due' as const), limit: PAGE }),
    [state, item, q, cursor],
  );
}

function NoRows({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  return <Empty text={filtered ? t('desk.no_match') : t('desk.empty')} />;
}

function Views({ now, onChange }: { now: string; onChange: (state: string) => void }) {
  const { t } = useTranslation();
  return (
    <Flex gap={4} wrap role="group" aria-label={t('desk.views')}>
      {VIEWS.map((view, place) => (
        <Button
          key={view}
          size="small"
          type={view === now ? 'primary' : 'default'}
          aria-pressed={view === now}
          aria-keyshortcuts={String(place + 1)}
          onClick={() => onChange(view)}
        >
          {t(`desk.view.${view || 'all'}`)}
          <kbd aria-hidden className="qi-key">
            {place + 1}
          </kbd>
        </Button>
      ))}
    </Flex>
  );
}

function Find({ value, onFind }: { value: string; onFind: (q: string) => void }) {
  const { t } = useTranslation();
  return (
    <search>
      <Input.Search
        key={value}
        size="small"
        className="qi-find"
        defaultValue={value}
        aria-label={t('desk.find')}
        placeholder={t('desk.find')}
        allowClear
        onSearch={(typed) => onFind(typed.trim())}
      />
    </search>
  );
}

function Items({ value, onChange }: { value?: string; onChange: (item?: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = useQuery(itemsQuery).data ?? [];
  return (
    <Select
      size="small"
      className="qi-find"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('words.field.item')}
      placeholder={t('words.field.item')}
      value={value}
      options={items.map(({ code, name, name_en }) => ({
        value: code,
        label: `${code} ${inLanguage(language, name, name_en)}`,
      }))}
      onChange={onChange}
    />
  );
}

function useColumns(changed: ReadonlySet<string>): Column<Row>[] {
  const { t } = useTranslation();
  const { no, item, applicant, state, due } = useCaseColumns(
    '/desk/cases',
    (row) => changed.has(row.no) && <Tag color="blue">● {t('shell.just_changed')}</Tag>,
  );
  return [
    no,
    item,
    applicant,
    state,
    { key: 'turn', title: t('words.field.next'), width: 88, hideOnPhone: true, render: (row) => <TurnText of={row} /> },
    { ...due, title: t('desk.limit'), width: 200 },
    { key: 'check', title: t('desk.check'), width: 72, render: ({ findings }) => <Check found={findings.length} /> },
    {
      key: 'channel',
      title: t('desk.channel'),
      width: 64,
      hideOnPhone: true,
      render: ({ channel }) => t(`words.channel.${channel as 'portal'}`),
    },
  ];
}

function Check({ found }: { found: number }) {
  const { t } = useTranslation();
  return found === 0 ? (
    <Typography.Text type="success">
      <span aria-hidden>✓</span>
      <span className="qi-spoken">{t('desk.complete')}</span>
    </Typography.Text>
  ) : (
    <Typography.Text type="danger">
      <span aria-hidden>✖{found}</span>
      <span className="qi-spoken">{t('desk.lacking', { n: found })}</span>
    </Typography.Text>
  );
}
