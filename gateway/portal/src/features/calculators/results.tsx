import { Descriptions, Tag } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';

import { Curve } from './Curve';
import type { ToolName } from './tools';

import type { Schemas } from '@/api/client';
import { DateText } from '@/ui/DateText';

type Told = { told: unknown };

function Facts({ rows }: { rows: readonly (readonly [string, React.ReactNode])[] }) {
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

function DueDate({ told }: Told) {
  const { t } = useTranslation();
  const { due, provisional, days } = told as Schemas['DueDate'];
  const skipped = days.filter(({ counts }) => !counts);
  return (
    <>
      <strong className="qi-large">
        <DateText day={due} provisional={provisional} />
      </strong>
      <p>{t('calculators.skipped', { n: skipped.length })}</p>
      <details>
        <summary>{t('calculators.days')}</summary>
        <ul>
          {days.map(({ date, counts, name }) => (
            <li key={date}>
              <DateText day={date} /> {name} {t(counts ? 'calculators.counts' : 'calculators.rests')}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Plan({ told }: Told) {
  const { t } = useTranslation();
  const { code_letter, asked_letter, sample_size, accept, reject, full_inspection } = told as Schemas['SamplingPlan'];
  return (
    <>
      <strong className="qi-large">
        n = {sample_size}，Ac = {accept}，Re = {reject}
      </strong>
      <Facts
        rows={[
          [t('calculators.out.code_letter'), code_letter],
          [t('calculators.out.sample_size'), sample_size],
          [t('calculators.out.accept'), accept],
          [t('calculators.out.reject'), reject],
        ]}
      />
      {asked_letter !== code_letter && <p>{t('calculators.out.arrow', { from: asked_letter, to: code_letter })}</p>}
      {full_inspection && <p>{t('calculators.out.full')}</p>}
    </>
  );
}

function Oc({ told }: Told) {
  const { t } = useTranslation();
  const { points, p95, p50, p10 } = told as Schemas['OcCurve'];
  return (
    <>
      <Facts
        rows={[
          [t('calculators.out.p95'), percent(p95)],
          [t('calculators.out.p50'), percent(p50)],
          [t('calculators.out.p10'), percent(p10)],
        ]}
      />
      <Curve points={points.map(({ p, pa }) => [Number(p), Number(pa)] as const)} label={t('calculators.out.curve')} />
      <details>
        <summary>{t('calculators.out.table')}</summary>
        <table className="qi-plain">
          <thead>
            <tr>
              <th scope="col">p</th>
              <th scope="col">Pa</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ p, pa }) => (
              <tr key={p}>
                <td>{percent(p)}</td>
                <td>{percent(pa)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function percent(fraction: string): string {
  return `${(Number(fraction) * 100).toPrecision(5)} %`;
}

function Budget({ told }: Told) {
  const { t } = useTranslation();
  const budget = told as Schemas['UncertaintyBudget'];
  return (
    <>
      <strong className="qi-large">{budget.statement}</strong>
      <Facts
        rows={[
          [t('calculators.out.value'), short(budget.value)],
          [t('calculators.out.u'), short(budget.standard_uncertainty)],
          [t('calculators.out.dof'), budget.effective_dof ? short(budget.effective_dof) : '∞'],
          ['k', short(budget.k)],
          ['U', short(budget.expanded_uncertainty)],
        ]}
      />
      <table className="qi-plain">
        <caption>{t('calculators.out.shares')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('calculators.cell.name')}</th>
            <th scope="col">c</th>
            <th scope="col">|c|·u</th>
            <th scope="col">{t('calculators.out.share')}</th>
          </tr>
        </thead>
        <tbody>
          {budget.contributions.map(({ name, sensitivity, contribution, index }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{short(sensitivity)}</td>
              <td>{short(contribution)}</td>
              <td>
                <progress value={Number(index)} max={1} aria-hidden /> {(Number(index) * 100).toFixed(1)} %
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** As many digits as are read; the copied result has them all. */
function short(text: string): string {
  const value = Number(text);
  return Math.abs(value) >= 1000 ? String(Number(value.toFixed(4))) : String(Number(value.toPrecision(4)));
}

function Decided({ told }: Told) {
  const { t } = useTranslation();
  const { verdict, ...found } = told as Schemas['ConformityDecision'];
  const good = /pass$/i.test(verdict) && verdict !== 'noPass';
  return (
    <>
      <strong className="qi-large">
        <Tag color={good ? 'green' : 'red'}>{verdict}</Tag> {t(`calculators.verdict.${verdict}`)}
      </strong>
      <Facts
        rows={[
          [t('calculators.out.acceptance'), `${found.acceptance_lower ?? '−∞'} … ${found.acceptance_upper ?? '+∞'}`],
          [t('calculators.out.conforms'), percent(found.probability_of_conformity)],
          [t('calculators.out.false_accept'), percent(found.probability_of_false_accept)],
        ]}
      />
    </>
  );
}

export const RESULTS: Record<ToolName, ComponentType<Told>> = {
  'due-date': DueDate,
  'sampling-plan': Plan,
  'oc-curve': Oc,
  uncertainty: Budget,
  decision: Decided,
};
