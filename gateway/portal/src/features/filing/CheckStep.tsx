import { useQuery } from '@tanstack/react-query';
import { Alert, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';

import { Buttons } from './Buttons';
import type { StepProps } from './Filing';
import { FindingRow } from './FindingRow';
import { checkQuery } from './queries';

import { i18n } from '@/lib/i18n';
import { DateText } from '@/ui/DateText';
import { Answer } from '@/ui/blocks';

const TONES: Record<string, 'error' | 'warning' | 'success'> = { wrong: 'error', incomplete: 'warning' };
const DAYS = ['received_on', 'accept_due', 'promised_due', 'decision_due'] as const;

/** The window's own rules, before anything is sent. */
export function CheckStep({ item, content, go, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const query = useQuery(checkQuery(content));
  return (
    <>
      <p>{t('filing.check.text')}</p>
      <Answer query={query}>
        {(checked) => (
          <div className="qi-stack" role="status">
            <Alert type={TONES[checked.outcome] ?? 'success'} showIcon title={outcomeText(checked.outcome)} />
            <Counts content={content} findings={checked.findings} />
            {checked.findings.length > 0 && (
              <ul className="qi-materials">
                {checked.findings.map((finding) => (
                  <FindingRow key={`${finding.path} ${finding.reason}`} finding={finding} item={item} go={go} />
                ))}
              </ul>
            )}
            <Descriptions
              bordered
              size="small"
              column={1}
              items={DAYS.filter((name) => checked[name]).map((name) => ({
                key: name,
                label: t(`filing.check.${name}`),
                children: <DateText day={checked[name]} provisional={name !== 'received_on' && checked.provisional} />,
              }))}
            />
          </div>
        )}
      </Answer>
      <Buttons onNext={onNext} onBack={onBack} />
    </>
  );
}

function outcomeText(outcome: string): string {
  return i18n.t(`filing.check.outcome.${outcome}` as 'filing.check.outcome.complete', { defaultValue: outcome });
}

type Counted = Pick<StepProps, 'content'> & { findings: readonly { path: string }[] };

/** How many of the questions and papers are in order, how many are to change, and what only a person can judge. */
function Counts({ content, findings }: Counted) {
  const { t } = useTranslation();
  const faulty = new Set(findings.map(({ path }) => path.split('/').slice(0, 2).join('/')));
  const asked = Object.keys(content.form).map((name) => `form/${name}`);
  const given = [...new Set(content.given.map(({ material }) => `materials/${material}`))];
  const passed = [...asked, ...given].filter((path) => !faulty.has(path)).length;
  return (
    <p>
      <strong>
        ✓ {t('filing.check.counts.passed', { n: passed })} · ✖ {t('filing.check.counts.wrong', { n: faulty.size })} · ◎{' '}
        {t('filing.check.counts.hand', { n: given.length })}
      </strong>
      {given.length > 0 && ` ${t('filing.check.hand_text')}`}
    </p>
  );
}
