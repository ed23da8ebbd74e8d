import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Descriptions, Flex, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { Buttons } from './Buttons';
import type { StepName, StepProps } from './Filing';
import { checkQuery } from './queries';

import type { Schemas } from '@/api/client';
import { i18n, inLanguage, useLanguage } from '@/lib/i18n';
import { DateText } from '@/ui/DateText';
import { Answer } from '@/ui/blocks';
import { titlesOf } from '@/ui/form/faults';
import { faultText } from '@/ui/reason';

type Finding = Schemas['Finding'];
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
            {checked.findings.length > 0 && (
              <ul className="qi-materials">
                {checked.findings.map((finding) => (
                  <Row key={`${finding.path} ${finding.reason}`} finding={finding} item={item} go={go} />
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

type RowProps = { finding: Finding; item: Schemas['Item']; go: (step: StepName) => void };

/** One finding, and the way to where it is mended. */
function Row({ finding, item, go }: RowProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [kind = '', ...path] = finding.path.split('/');
  const material = item.materials.find(({ code }) => code === path[0]);
  const ofForm = kind === 'form';
  const title = ofForm
    ? titlesOf(item.form_schema, path, (n) => t('ui.row', { n })).join(' › ')
    : material && inLanguage(language, material.name, material.name_en);
  const tag = finding.level === 'wrong' ? 'wrong' : material?.necessity === 'promisable' ? 'promise' : 'missing';
  return (
    <li>
      <Flex gap="small" align="center" wrap>
        <Tag color={tag === 'wrong' ? 'red' : 'orange'}>{t(`filing.check.${tag}`)}</Tag>
        <span>{t('ui.fault_line', { title: title ?? '', text: faultText(finding.reason) })}</span>
        <Button type="link" size="small" onClick={() => go(ofForm ? 'form' : 'materials')}>
          {t('filing.check.mend')}
        </Button>
      </Flex>
    </li>
  );
}
