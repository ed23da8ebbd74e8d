import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { client, said, type Schemas } from '@/api/client';
import { i18n } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

type Row = Schemas['Happened'];
const NAME = /^qi\.(case|part)\.(\w+)\.v\d+$/;
const TYPES = ['filed', 'received', 'accepted', 'dispatched', 'decided', 'closed', 'delivered'].map(
  (name) => `qi.case.${name}.v1`,
);

/** D3: what happened, as far as this department is told; the newest first, with a pause for reading. */
export function Events() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const [paused, setPaused] = useState(false);
  const told = (name: string) => filters.get(name) ?? undefined;
  const [type, key, cursor] = [told('type'), told('key'), told('cursor')];
  const query = useQuery({
    queryKey: ['events', type, key, cursor],
    queryFn: ({ signal }) =>
      said(client.GET('/api/events', { params: { query: { type, key, cursor, limit: 50 } }, signal })),
    placeholderData: (before) => before,
    refetchInterval: paused || cursor ? false : 3_000,
  });
  const columns = useColumns((no) => change({ key: no }));
  useKeys({ p: () => setPaused((before) => !before) });
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('shell.menu.events')}</h1>
        <Select
          size="small"
          className="qi-find"
          allowClear
          aria-label={t('events.type')}
          placeholder={t('events.type')}
          value={type}
          options={TYPES.map((value) => ({ value, label: typeText(value) }))}
          onChange={(next) => change({ type: next })}
        />
        <search>
          <Input.Search
            key={key ?? ''}
            size="small"
            className="qi-find"
            allowClear
            aria-label={t('events.find')}
            placeholder={t('events.find')}
            defaultValue={key}
            onSearch={(typed) => change({ key: typed.trim() })}
          />
        </search>
        <Button size="small" aria-pressed={paused} aria-keyshortcuts="p" onClick={() => setPaused(!paused)}>
          {t(paused ? 'events.resume' : 'events.pause')}
          <kbd aria-hidden className="qi-key">
            p
          </kbd>
        </Button>
        <span className="qi-grow" />
        <Typography.Text type="secondary">{t('events.at_least_once')}</Typography.Text>
      </Flex>
      <Answer query={query} rows={12}>
        {(page) => (
          <DataTable<Row>
            label={t('shell.menu.events')}
            rows={page.events}
            rowKey={({ id }) => id}
            columns={columns}
            next={page.next}
            paged={Boolean(cursor)}
            onPage={(to) => change({ cursor: to })}
            empty={<Empty text={t('events.empty')} />}
          />
        )}
      </Answer>
    </>
  );
}

function typeText(type: string): string {
  const [, of, name = ''] = NAME.exec(type) ?? [];
  const key = of === 'case' ? name : `part_${name}`;
  return i18n.t(`events.name.${key as 'filed'}`, { defaultValue: type });
}

function useColumns(onKey: (no: string) => void): Column<Row>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'key',
      title: t('events.key'),
      width: 270,
      render: ({ key }) => (
        <Button type="link" size="small" className="qi-bare qi-number" onClick={() => onKey(key)}>
          {key}
        </Button>
      ),
    },
    { key: 'type', title: t('events.type'), width: 130, render: ({ type }) => typeText(type) },
    { key: 'code', title: t('events.code'), width: 190, render: ({ type }) => <code>{type}</code> },
    { key: 'sequence', title: t('events.sequence'), width: 64, render: ({ sequence }) => sequence },
    { key: 'time', title: t('events.time'), width: 140, render: ({ time }) => <MomentText at={time} /> },
    { key: 'data', title: t('events.data'), render: ({ data }) => <Content data={data} /> },
  ];
}

function Content({ data }: { data: unknown }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t('events.look')}</summary>
      <pre className="qi-data">{JSON.stringify(data, null, 2)}</pre>
    </details>
  );
}
