import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { OcChart } from './OcChart';
import { SeverityTag } from './SeverityTag';
import { planQuery, seriesQuery, useInform, useLot, type Lot, type Series, type Severity } from './queries';

import { i18n } from '@/lib/i18n';
import { useTitle } from '@/lib/title';
import { DataTable, type Column } from '@/ui/DataTable';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

const ENOUGH = 30;

/** S5: the lots of a series, the plan of the next one, its curve, and where the switching rules stand. */
export function SeriesPage() {
  const id = useParams().id ?? '';
  return <Answer query={useQuery(seriesQuery(id))}>{(series) => <Whole key={id} series={series} />}</Answer>;
}

function Whole({ series }: { series: Series }) {
  const { t } = useTranslation();
  const [size, setSize] = useState(series.lots[0]?.lot_size ?? 1000);
  const severity: Severity = series.severity === 'suspended' ? 'tightened' : series.severity;
  const plan = useQuery(planQuery(size, series.level, series.aql, severity));
  useTitle(series.id);
  return (
    <div className="qi-stack">
      <header>
        <h1>
          {series.product} · {series.level} · AQL {series.aql}
        </h1>
        <p>
          {t('inspection.now')} <SeverityTag severity={series.severity} />{' '}
          {series.severity === 'normal' && t('inspection.score', { n: series.score, of: ENOUGH })}{' '}
          {series.severity === 'normal' && t('inspection.two_of_five', { n: series.refused_of_last_five })}
          {series.severity === 'tightened' && t('inspection.five_refused', { n: series.refused_on_tightened })}
        </p>
        {series.why && <Alert type="info" showIcon title={t(`inspection.why.${series.why as 'SCORE_REACHED'}`)} />}
      </header>
      <Agreement series={series} />
      <Next series={series} size={size} onSize={setSize} />
      {plan.error ? (
        <ErrorBlock error={plan.error} />
      ) : (
        plan.data && (
          <>
            <p className="qi-figures">
              {t('inspection.next_plan', {
                letter: plan.data.code_letter,
                n: plan.data.sample_size,
                ac: plan.data.accept,
                re: plan.data.reject,
              })}{' '}
              {plan.data.full_inspection && t('inspection.whole')}{' '}
              {plan.data.asked_letter !== plan.data.code_letter &&
                t('inspection.arrow', { from: plan.data.asked_letter, to: plan.data.code_letter })}
            </p>
            <OcChart sampleSize={plan.data.sample_size} accept={plan.data.accept} counting={series.counting} />
          </>
        )
      )}
      <Lots lots={series.lots} />
    </div>
  );
}

function Agreement({ series }: { series: Series }) {
  const { t } = useTranslation();
  const inform = useInform(series);
  if (!series.actions.includes('inform')) return null;
  const { steady, agreed } = series;
  return (
    <div>
      <Checkbox checked={steady} onChange={() => inform.mutate({ steady: !steady, agreed })}>
        {t('inspection.steady')}
      </Checkbox>
      <Checkbox checked={agreed} onChange={() => inform.mutate({ steady, agreed: !agreed })}>
        {t('inspection.agreed')}
      </Checkbox>
      {inform.error && <ErrorBlock error={inform.error} />}
    </div>
  );
}

type Words = { batch?: string; nonconforming: number; resubmitted?: boolean };

function Next({ series, size, onSize }: { series: Series; size: number; onSize: (size: number) => void }) {
  const { t } = useTranslation();
  const lot = useLot(series);
  const [form] = Form.useForm<Words>();
  if (!series.actions.includes('record_lot')) return <Alert type="error" showIcon title={t('inspection.suspended')} />;
  const record = ({ batch = '', nonconforming, resubmitted = false }: Words) =>
    lot.mutate({ lot_size: size, nonconforming, resubmitted, batch }, { onSuccess: () => form.resetFields() });
  return (
    <section className="qi-panel" aria-label={t('inspection.record')}>
      {lot.error && <ErrorBlock error={lot.error} />}
      <Form form={form} layout="inline" onFinish={record}>
        <Form.Item label={t('inspection.lot_size')}>
          <InputNumber
            aria-label={t('inspection.lot_size')}
            value={size}
            precision={0}
            onChange={(value) => onSize(value ?? 0)}
          />
        </Form.Item>
        <Form.Item name="batch" label={t('inspection.batch')}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="nonconforming" label={t('inspection.found')} rules={[{ required: true }]}>
          <InputNumber precision={0} min={0} />
        </Form.Item>
        <Form.Item name="resubmitted" valuePropName="checked">
          <Checkbox>{t('inspection.resubmitted')}</Checkbox>
        </Form.Item>
        <Button type="primary" htmlType="submit" {...busy(lot.isPending)}>
          {t('inspection.record')}
        </Button>
      </Form>
    </section>
  );
}

function Lots({ lots }: { lots: readonly Lot[] }) {
  const { t } = useTranslation();
  const columns: Column<Lot>[] = [
    { key: 'batch', title: t('inspection.batch'), render: (lot) => lot.batch ?? `#${lot.number}` },
    { key: 'size', title: t('inspection.lot_size'), render: (lot) => lot.lot_size },
    { key: 'n', title: 'n', render: (lot) => lot.sample_size },
    { key: 'ac', title: 'Ac', render: (lot) => lot.accept },
    { key: 'd', title: 'd', render: (lot) => lot.nonconforming },
    { key: 'verdict', title: t('inspection.verdict'), render: (lot) => verdictOf(lot) },
    { key: 'score', title: t('inspection.points'), render: (lot) => (lot.resubmitted ? '–' : lot.score) },
    {
      key: 'next',
      title: t('inspection.next'),
      render: (lot) => (lot.resubmitted ? t('inspection.not_counted') : <SeverityTag severity={lot.next_severity} />),
    },
  ];
  return (
    <DataTable
      label={t('inspection.lots')}
      rows={lots}
      rowKey={(lot) => String(lot.number)}
      columns={columns}
      empty={<Empty text={t('inspection.no_lots')} />}
    />
  );
}

function verdictOf(lot: Lot): string {
  const verdict = i18n.t(lot.accepted ? 'inspection.accepted' : 'inspection.refused');
  return lot.resubmitted ? `${verdict} · ${i18n.t('inspection.resubmitted')}` : verdict;
}
