import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Flex, Input, Modal, Progress, Segmented, Table, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { YearGrid } from './YearGrid';
import { yearQuery } from './queries';
import { daysOf, textOf } from './year';

import { client, newKey, said, seen, type Schemas } from '@/api/client';
import { stationsQuery } from '@/api/queries';
import { today } from '@/lib/days';
import { CaseNumber } from '@/ui/CaseNumber';
import { DateText } from '@/ui/DateText';
import { Answer, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';
import { useFilters } from '@/ui/useFilters';

type Year = Schemas['CalendarYear'];
type Preview = Schemas['CalendarPreview'];
const NOW = Number(today().slice(0, 4));
const YEARS = [NOW, NOW + 1, NOW + 2];

/** X3: a year as its notice has it; what it moves is seen before it is published. */
export function CalendarPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const year = YEARS.find((one) => one === Number(filters.get('year'))) ?? NOW + 1;
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('admin.calendar.title')}</h1>
        <Segmented
          aria-label={t('admin.calendar.year')}
          value={year}
          options={YEARS}
          onChange={(next) => change({ year: String(next) })}
        />
      </Flex>
      <Answer query={useQuery(yearQuery(year))} rows={10}>
        {(told) => (
          <>
            <State of={told} />
            <Editor key={`${year} ${told.revision}`} of={told} />
            <YearGrid of={told} />
          </>
        )}
      </Answer>
    </>
  );
}

function State({ of }: { of: Year }) {
  const { t } = useTranslation();
  const { change } = of;
  return (
    <div role="status" className="qi-gap">
      {!of.published && <Alert type="warning" showIcon title={t('admin.calendar.provisional', { n: of.year })} />}
      {change?.state === 'running' && (
        <>
          <Typography.Text>{t('admin.calendar.running', { n: change.checked, all: change.open })}</Typography.Text>
          <Progress
            percent={change.open ? Math.round((change.checked / change.open) * 100) : 0}
            aria-label={t('admin.calendar.progress')}
          />
        </>
      )}
      {change?.state === 'done' && (
        <Alert type="success" showIcon title={t('admin.calendar.done', { n: change.moved, all: change.open })} />
      )}
    </div>
  );
}

function Editor({ of }: { of: Year }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [off, setOff] = useState(() => textOf(of.off));
  const [work, setWork] = useState(() => textOf(of.work));
  const [asking, setAsking] = useState(false);
  const read = { off: daysOf(off, of.year), work: daysOf(work, of.year) };
  const wrong = read.off.wrong.length + read.work.wrong.length;
  const body = { off: read.off.days, work: read.work.days };
  const path = { params: { path: { year: of.year } } };
  const preview = useMutation({
    mutationFn: () =>
      said(client.POST('/api/calendar/{year}', { ...path, body: { ...body, preview: true } })) as Promise<Preview>,
  });
  const publish = useMutation({
    mutationFn: () =>
      said(
        client.POST('/api/calendar/{year}', {
          params: { ...path.params, header: { ...seen(of.revision), 'Idempotency-Key': newKey() } },
          body: { ...body, preview: false },
        }),
      ) as Promise<Year>,
    onSuccess: (told) => {
      setAsking(false);
      queries.setQueryData(yearQuery(of.year).queryKey, told);
      return queries.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const change = (set: (text: string) => void) => (text: string) => {
    set(text);
    preview.reset();
  };
  return (
    <section aria-label={t('admin.calendar.notice')} className="qi-panel qi-gap">
      <h2 className="qi-h3">{t('admin.calendar.notice')}</h2>
      <Typography.Text type="secondary">{t('admin.calendar.how')}</Typography.Text>
      <div className="qi-two">
        <Days label={t('admin.calendar.off')} text={off} wrong={read.off.wrong} onChange={change(setOff)} />
        <Days label={t('admin.calendar.work')} text={work} wrong={read.work.wrong} onChange={change(setWork)} />
      </div>
      <Flex gap="small" wrap>
        <Button
          type={preview.data ? 'default' : 'primary'}
          disabled={wrong > 0 || preview.isPending}
          {...busy(preview.isPending)}
          onClick={() => preview.mutate()}
        >
          {t('admin.calendar.preview')}
        </Button>
        <Button type="primary" danger disabled={!preview.data} onClick={() => setAsking(true)}>
          {t('admin.calendar.publish')}
        </Button>
      </Flex>
      {preview.error && <ErrorBlock error={preview.error} />}
      {preview.data && <Moved preview={preview.data} />}
      {asking && (
        <Sure
          year={of.year}
          moved={preview.data?.moved ?? 0}
          waiting={publish.isPending}
          error={publish.error}
          onSure={() => publish.mutate()}
          onCancel={() => setAsking(false)}
        />
      )}
    </section>
  );
}

type Given = { label: string; text: string; wrong: number[]; onChange: (text: string) => void };

function Days({ label, text, wrong, onChange }: Given) {
  const { t } = useTranslation();
  return (
    <label>
      {label}
      <Input.TextArea
        rows={6}
        value={text}
        status={wrong.length > 0 ? 'error' : undefined}
        aria-invalid={wrong.length > 0}
        onChange={({ target }) => onChange(target.value)}
      />
      {wrong.length > 0 && (
        <Typography.Text type="danger" role="alert">
          {t('admin.calendar.wrong', { lines: wrong.join('、') })}
        </Typography.Text>
      )}
    </label>
  );
}

/** Which open cases would move, from which day to which. */
function Moved({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const stations = useQuery(stationsQuery).data ?? [];
  const nameOf = (code: string) => stations.find((one) => one.code === code)?.name ?? code;
  const rows = preview.cases.flatMap(({ no, item, station, moves }) =>
    moves.map((move) => ({ key: `${no} ${move.clock} ${move.subject ?? ''}`, no, item, station, ...move })),
  );
  return (
    <div className="qi-gap">
      <p role="status">
        {t('admin.calendar.moved', { n: preview.moved })}{' '}
        {preview.stations.map(({ station, moved }) => `${nameOf(station)} ${moved}`).join(' · ')}
      </p>
      <div role="region" aria-label={t('admin.calendar.cases')} tabIndex={0} className="qi-scroll">
        <Table
          size="small"
          pagination={false}
          dataSource={rows}
          locale={{ emptyText: t('admin.calendar.nothing') }}
          columns={[
            { key: 'no', title: t('words.field.case_no'), render: (_, { no }) => <CaseNumber no={no} short /> },
            { key: 'item', title: t('words.field.item'), dataIndex: 'item' },
            {
              key: 'clock',
              title: t('ui.clock.explain'),
              render: (_, { clock, subject }) => `${t(`ui.clock.name.${clock as 'acceptance'}`)} ${subject ?? ''}`,
            },
            { key: 'old', title: t('admin.calendar.old'), render: (_, { old }) => <DateText day={old} /> },
            { key: 'new', title: t('admin.calendar.new'), render: (_, row) => <DateText day={row.new} /> },
          ]}
        />
      </div>
    </div>
  );
}

type Asked = {
  year: number;
  moved: number;
  waiting: boolean;
  error: unknown;
  onSure: () => void;
  onCancel: () => void;
};

/** What cannot be taken back is typed. */
function Sure({ year, moved, waiting, error, onSure, onCancel }: Asked) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const ready = typed.trim() === String(year) && !waiting;
  return (
    <Modal
      open
      title={t('admin.calendar.sure', { n: year })}
      okText={t('admin.calendar.publish')}
      cancelText={t('ui.cancel')}
      okButtonProps={{ disabled: !ready, danger: true }}
      onOk={onSure}
      onCancel={onCancel}
    >
      <p>{t('admin.calendar.effect', { n: moved })}</p>
      <label>
        {t('admin.calendar.type', { n: year })}
        <Input
          autoFocus
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          onPressEnter={() => ready && onSure()}
        />
      </label>
      {error ? <ErrorBlock error={error} /> : null}
    </Modal>
  );
}
