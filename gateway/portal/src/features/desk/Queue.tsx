import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Tag, Typography } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { Shelf } from './Shelf';
import { Find, Items, States, Views } from './filters';
import { useNext } from './useNext';

import type { Schemas } from '@/api/client';
import { desksQuery } from '@/api/desk';
import { casesQuery, QUEUE_VIEWS } from '@/api/queries';
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
const CLEAR = { view: undefined, state: undefined, q: undefined, item: undefined };
const PAGE = 50;
const Batch = lazy(async () => ({ default: (await import('./Batch')).Batch }));
const Kept = lazy(async () => ({ default: (await import('./Kept')).Kept }));
const Preview = lazy(async () => ({ default: (await import('./Preview')).Preview }));
const NARROW = new Set(['turn', 'channel', 'who']); // what gives way to the preview
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
  const next = useNext();
  const [beside, setBeside] = useState(false);
  const [naming, setNaming] = useState(false);
  const view = (place: number) => change({ ...CLEAR, view: QUEUE_VIEWS[place] });
  useKeys(
    {
      r: () => choice.begin('receive'),
      a: () => choice.begin('receive_accept', 'accept'),
      f: () => choice.begin('dispatch'),
      F8: next,
      F2: () => void navigate('/desk/intake'),
      v: () => setBeside(!beside),
      s: () => setNaming(true),
      '0': () => change(CLEAR),
      ...Object.fromEntries(QUEUE_VIEWS.map((_, place) => [String(place + 1), () => view(place)])),
    },
    choice.action === undefined && !naming,
  );
  const columns = useColumns(steady.changed, rows);
  const filtered = [...filters.keys()].some((name) => name !== 'cursor');
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('desk.title')}</h1>
        <Views now={asked.view} onChange={(chosen) => change({ ...CLEAR, view: chosen })} />
        <span className="qi-grow" />
        <Suspense>
          <Kept naming={naming} onNaming={setNaming} filters={filters} />
        </Suspense>
      </Flex>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <Find value={filters.get('q') ?? ''} onFind={(q) => change({ q: q || undefined })} />
        <States value={asked.state} onChange={(state) => change({ state, view: undefined })} />
        <Items value={asked.item} onChange={(item) => change({ item })} />
        <Button size="small" disabled={!filtered} onClick={() => change(CLEAR)}>
          {t('ui.clear_filters')}
        </Button>
        <span className="qi-grow" />
        <Button
          size="small"
          aria-pressed={beside}
          aria-keyshortcuts="v"
          onClick={() => setBeside(!beside)}
          className="qi-wide-only"
        >
          {t('desk.preview')}
          <kbd aria-hidden className="qi-key">
            v
          </kbd>
        </Button>
      </Flex>
      <Flex gap="small" align="center" wrap className="qi-batch">
        <Button size="small" onClick={next} aria-keyshortcuts="F8">
          {t('desk.next')}
          <kbd aria-hidden className="qi-key">
            F8
          </kbd>
        </Button>
        <Suspense>
          <Batch rows={rows.filter(({ no }) => ticked.includes(no))} onDone={() => setTicked([])} />
        </Suspense>
        <NewRows waiting={steady.waiting} onLoad={steady.load} />
        <span className="qi-grow" />
        <Typography.Text type="secondary" className="qi-wide-only">
          {t('desk.queue_keys')}
        </Typography.Text>
      </Flex>
      {row && (
        <Acts resource="cases" subject={row} rows={CASE_MOVES} hidden chosen={choice.action} onClosed={choice.close} />
      )}
      <div className={beside ? 'qi-queue qi-beside' : 'qi-queue'}>
        <Answer query={query} rows={12}>
          {(page) => (
            <DataTable<Row>
              label={t('desk.title')}
              rows={rows}
              rowKey={numberOf}
              columns={beside ? columns.filter(({ key }) => !NARROW.has(key)) : columns}
              next={page.next}
              paged={filters.has('cursor')}
              onPage={(cursor) => change({ cursor })}
              selection={{ keys: ticked, onChange: setTicked, nameOf: (no) => no }}
              onFocusRow={choice.focus}
              empty={<NoRows filtered={filtered} />}
            />
          )}
        </Answer>
        {beside && row && (
          <Suspense>
            <Preview row={row} />
          </Suspense>
        )}
      </div>
      <Shelf />
    </>
  );
}

function useAsked(filters: URLSearchParams) {
  const told = (name: string) => filters.get(name) ?? undefined;
  const [state, item, q, cursor, named] = ['state', 'item', 'q', 'cursor', 'view'].map(told);
  const view = QUEUE_VIEWS.find((one) => one === named);
  const sort = q || (item && !view) ? ('newest' as const) : ('due' as const);
  return useMemo(() => ({ state, item, q, cursor, view, sort, limit: PAGE }), [state, item, q, cursor, view, sort]);
}

function NoRows({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation();
  return <Empty text={filtered ? t('desk.no_match') : t('desk.empty')} />;
}

function useColumns(changed: ReadonlySet<string>, rows: readonly Row[]): Column<Row>[] {
  const { t } = useTranslation();
  const desks = useQuery(desksQuery(rows.map(numberOf))).data ?? [];
  const claims = new Map(desks.map((desk) => [desk.no, desk.claim]));
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
    {
      key: 'who',
      title: t('desk.who'),
      width: 80,
      hideOnPhone: true,
      render: ({ no: of }) => claims.get(of)?.by ?? '–',
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
