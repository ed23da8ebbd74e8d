import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Flex, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { DueYear } from './DueYear';
import { ImportSheet } from './ImportSheet';
import { Labels } from './Labels';
import { Scanned } from './Scanned';
import { Standing } from './Standing';
import { applied, instrumentsQuery, yearQuery, type Instrument } from './queries';

import { today } from '@/lib/days';
import { DataTable, type Column } from '@/ui/DataTable';
import { DateText } from '@/ui/DateText';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';
import { useFilters } from '@/ui/useFilters';

const STANDINGS = ['all', 'unusable', 'due', 'valid', 'stopped', 'retired'] as const;
const MOST = 20; // instruments of one application

/** B11: what one measures with, until when each may be used, and what falls due when. */
export function Instruments() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const [chosen, setChosen] = useState<Instrument[]>([]);
  const [labels, setLabels] = useState(false);
  const [year, scanned] = ['year', 'id'].map((name) => filters.get(name));
  return (
    <div className="qi-stack">
      <h1>{t('instruments.title')}</h1>
      <Counts />
      {scanned && <Scanned id={scanned} />}
      <Flex gap="small" wrap>
        <Segmented
          aria-label={t('instruments.view')}
          value={year ? 'calendar' : 'list'}
          options={(['list', 'calendar'] as const).map((value) => ({ value, label: t(`instruments.${value}`) }))}
          onChange={(value) => change({ year: value === 'calendar' ? today().slice(0, 4) : undefined })}
        />
        <Apply chosen={chosen} />
        <Button disabled={chosen.length === 0} onClick={() => setLabels(true)}>
          {t('instruments.labels', { n: chosen.length })}
        </Button>
        <Button href="/api/instruments/ledger.xlsx">{t('instruments.export')}</Button>
      </Flex>
      {labels && <Labels of={chosen} onClose={() => setLabels(false)} />}
      <ImportSheet />
      {year ? (
        <DueYear year={Number(year)} onYear={(to) => change({ year: String(to) })} />
      ) : (
        <Ledger chosen={chosen} onChoose={setChosen} />
      )}
    </div>
  );
}

function Counts() {
  const { t } = useTranslation();
  const { data } = useQuery(yearQuery(Number(today().slice(0, 4))));
  if (!data) return null;
  const { total, unusable, due, this_month: month, next_month: next } = data;
  return <p role="status">{t('instruments.counts', { total, unusable, due, month, next })}</p>;
}

function Apply({ chosen }: { chosen: readonly Instrument[] }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const apply = useMutation({
    mutationFn: applied,
    onSuccess: (draft) => go(`/file/M-02?draft=${draft}&step=form`),
  });
  return (
    <>
      <Button
        type="primary"
        disabled={chosen.length === 0 || chosen.length > MOST}
        title={t('instruments.apply_hint', { max: MOST })}
        {...busy(apply.isPending)}
        onClick={() => apply.mutate(chosen)}
      >
        {t('instruments.apply', { n: chosen.length })}
      </Button>
      {apply.error && <ErrorBlock error={apply.error} />}
    </>
  );
}

type Choice = { chosen: Instrument[]; onChoose: (rows: Instrument[]) => void };

function Ledger({ chosen, onChoose }: Choice) {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const standing = filters.get('standing') ?? '';
  const cursor = filters.get('cursor') ?? '';
  const query = useQuery(instrumentsQuery({ standing, cursor }));
  const columns = useColumns();
  return (
    <>
      <Segmented
        aria-label={t('instruments.state')}
        value={standing || 'all'}
        options={STANDINGS.map((value) => ({ value, label: t(`instruments.standings.${value}`) }))}
        onChange={(value) => change({ standing: value === 'all' ? undefined : value, cursor: undefined })}
      />
      <Answer query={query} rows={8}>
        {({ instruments, next }) => (
          <DataTable<Instrument>
            label={t('instruments.title')}
            rows={instruments}
            rowKey={({ id }) => id}
            columns={columns}
            next={next}
            paged={Boolean(cursor)}
            onPage={(to) => change({ cursor: to })}
            selection={{
              keys: chosen.map(({ id }) => id),
              onChange: (keys) => onChoose(kept([...chosen, ...instruments], keys)),
              nameOf: (key) => nameOf(instruments.find(({ id }) => id === key)),
            }}
            empty={
              <Empty text={standing ? t('ui.no_match') : t('instruments.empty')}>
                <Button href="/api/instruments/ledger.xlsx?empty=true">{t('instruments.template')}</Button>
              </Empty>
            }
          />
        )}
      </Answer>
    </>
  );
}

/** What is ticked, also on pages before; once each. */
function kept(known: readonly Instrument[], keys: readonly string[]): Instrument[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  return keys.flatMap((key) => byId.get(key) ?? []);
}

function nameOf(one: Instrument | undefined): string {
  return one ? `${one.texts.name} ${one.texts.serial}` : '';
}

function useColumns(): Column<Instrument>[] {
  const { t } = useTranslation();
  const title = (key: 'name' | 'model' | 'serial' | 'category' | 'place' | 'last' | 'next') =>
    t(`instruments.column.${key}`);
  return [
    { key: 'name', title: title('name'), render: ({ texts }) => texts.name },
    { key: 'model', title: title('model'), render: ({ texts }) => texts.model },
    { key: 'serial', title: title('serial'), render: ({ texts }) => texts.serial },
    {
      key: 'category',
      title: title('category'),
      hideOnPhone: true,
      render: (one) => one.category_name ?? one.category,
    },
    { key: 'place', title: title('place'), render: ({ texts }) => texts.place },
    { key: 'last', title: title('last'), hideOnPhone: true, render: (one) => <DateText day={one.verified_on} /> },
    { key: 'next', title: title('next'), render: (one) => <DateText day={one.valid_until} /> },
    { key: 'state', title: t('instruments.state'), render: (one) => <Standing of={one} /> },
  ];
}
