import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { SeverityTag } from './SeverityTag';
import { seriesListQuery, useBegin, type Begun } from './queries';

import type { Schemas } from '@/api/client';
import { DataTable, type Column } from '@/ui/DataTable';
import { MomentText } from '@/ui/DateText';
import { Answer, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

const LEVELS = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'];
type Row = Schemas['SeriesHead'];

/** The series of lots of one's unit, and the beginning of a new one. */
export function SeriesList() {
  const { t } = useTranslation();
  const columns: Column<Row>[] = [
    { key: 'id', title: t('inspection.series'), render: (row) => <Link to={`/parts/series/${row.id}`}>{row.id}</Link> },
    { key: 'product', title: t('inspection.product'), render: (row) => row.product, cut: true },
    { key: 'plan', title: t('inspection.plan'), render: (row) => `${row.level} · AQL ${row.aql}` },
    { key: 'severity', title: t('inspection.now'), render: (row) => <SeverityTag severity={row.severity} /> },
    { key: 'lots', title: t('inspection.lots'), render: (row) => row.lots_recorded },
    {
      key: 'at',
      title: t('inspection.changed'),
      render: (row) => <MomentText at={row.changed_at} />,
      hideOnPhone: true,
    },
  ];
  return (
    <div className="qi-stack">
      <h1>{t('inspection.title')}</h1>
      <Begin />
      <Answer query={useQuery(seriesListQuery)}>
        {(page) => (
          <DataTable label={t('inspection.title')} rows={page.series} rowKey={(row) => row.id} columns={columns} />
        )}
      </Answer>
    </div>
  );
}

function Begin() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const begin = useBegin();
  return (
    <section className="qi-panel" aria-label={t('inspection.begin')}>
      <h2>{t('inspection.begin')}</h2>
      {begin.error && <ErrorBlock error={begin.error} />}
      <Form
        layout="inline"
        initialValues={{ level: 'II', aql: '1.0' }}
        onFinish={(words: Begun) =>
          begin.mutate(words, { onSuccess: (made) => void navigate(`/parts/series/${made.id}`) })
        }
      >
        <Form.Item name="product" label={t('inspection.product')} rules={[{ required: true }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="uscc" label={t('inspection.uscc')} rules={[{ required: true }]}>
          <Input maxLength={18} />
        </Form.Item>
        <Form.Item name="level" label={t('inspection.level')}>
          <Select options={LEVELS.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="aql" label="AQL">
          <Input maxLength={6} />
        </Form.Item>
        <Button type="primary" htmlType="submit" {...busy(begin.isPending)}>
          {t('inspection.begin')}
        </Button>
      </Form>
    </section>
  );
}
