import { Grid, Steps } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { dayOf } from '@/lib/days';

type Case = Schemas['Case'];
const STEPS = [
  ['receive', (of: Case) => of.received_at],
  ['accept', (of: Case) => of.accepted_on ?? of.accepted_at],
  ['work', (of: Case) => of.decided_at],
  ['close', (of: Case) => of.closed_at],
  ['deliver', (of: Case) => of.delivered_at],
  ['rate', (of: Case) => of.rating?.on],
] as const;
const ENDED = new Set(['withdrawn', 'not_accepted', 'terminated']);

/** The six milestones of a case with the days they were reached. */
export function CourseOf({ of }: { of: Case }) {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const reached = STEPS.findIndex(([, at]) => !at(of));
  const current = reached === -1 ? STEPS.length : reached;
  return (
    <section className="qi-panel" aria-label={t('cases.page.steps')}>
      <h2>{t('cases.page.steps')}</h2>
      <Steps
        size="small"
        current={current}
        status={ENDED.has(of.state) ? 'error' : 'process'}
        orientation={wide ? 'horizontal' : 'vertical'}
        items={STEPS.map(([name, at]) => {
          const day = at(of);
          return { title: t(`cases.page.step.${name}`), content: day ? dayOf(day) : undefined };
        })}
      />
    </section>
  );
}
