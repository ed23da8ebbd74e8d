import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Popconfirm, Typography } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';

import { CheckStep } from './CheckStep';
import { FormStep } from './FormStep';
import { MaterialsStep } from './MaterialsStep';
import { ReviewStep } from './ReviewStep';
import { WhoStep } from './WhoStep';
import { lastCaseQuery } from './queries';
import { dropped, type Shared } from './shared';
import { STEPS, type StepName } from './steps';
import { emptyContent, useDraft, type Content, type Saved } from './useDraft';

import type { Schemas } from '@/api/client';
import { itemQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { momentText, timeOf } from '@/lib/days';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useTitle } from '@/lib/title';
import { Answer, Loading } from '@/ui/blocks';

export type StepProps = {
  item: Schemas['Item'];
  content: Content;
  change: (changed: Partial<Content>) => void;
  go: (step: StepName) => void;
  onNext: () => void;
  onBack?: () => void;
  drop: () => Promise<void>;
};

const SCREENS = { who: WhoStep, form: FormStep, materials: MaterialsStep, check: CheckStep, review: ReviewStep };

/** B2: file once, right the first time. Any step in any order; nothing typed is lost. */
export function Filing() {
  const { code = '' } = useParams();
  const query = useQuery(itemQuery(code));
  return (
    <Answer query={query} rows={10}>
      {(item) => <Filling key={`${item.code} ${item.version}`} item={item} />}
    </Answer>
  );
}

function Filling({ item }: { item: Schemas['Item'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSignedIn();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const fresh = useMemo(() => emptyContent(item.code, item.name, item.version), [item]);
  const last = useQuery(lastCaseQuery).data?.applicant;
  const name = inLanguage(language, item.name, item.name_en);
  const step = STEPS.find((one) => one === search.get('step')) ?? 'who';
  const wanted = search.get('draft') ?? undefined;
  const { content, restored, saved, change, drop } = useDraft(me.subject, fresh, step, wanted);
  const place = STEPS.indexOf(step);
  const Screen = SCREENS[step];
  useTitle(`${name} · ${t('filing.step', { n: place + 1, all: STEPS.length })}`);
  const empty = content && !content.company && !content.contact;
  useEffect(() => {
    if (empty && last) change({ company: last.name ?? '', contact: last.contact ?? '', phone: last.phone ?? '' });
  }, [empty, last, change]);
  const panel = useRef<HTMLElement>(null);
  const moved = useRef(step);
  useEffect(() => {
    if (moved.current === step) return;
    moved.current = step;
    window.scrollTo(0, 0);
    panel.current?.focus({ preventScroll: true });
  }, [step]);
  if (!content) return <Loading rows={10} />;
  const go = (to: StepName) => setSearch({ step: to, ...(wanted ? { draft: wanted } : {}) });
  const [next, before] = [STEPS[place + 1], STEPS[place - 1]];
  const restart = async () => {
    await drop();
    if (content.shared) await dropped(content.shared).catch(() => undefined);
    if (wanted) void navigate(`/file/${item.code}`, { replace: true });
    void navigate(0);
  };
  return (
    <div className="qi-stack">
      <Flex justify="space-between" align="baseline" wrap gap="small">
        <h1>
          {t('filing.title')} · {name}
        </h1>
        <SavedLine saved={saved} shared={content.shared} mine={me.username} />
      </Flex>
      <StepList current={step} go={go} />
      {restored && !saved.at && (
        <Alert
          type="info"
          title={t('filing.restored', { time: momentText(new Date(restored).toISOString()) })}
          action={
            <Popconfirm title={t('filing.restart_sure')} onConfirm={() => void restart()}>
              <Button size="small">{t('filing.restart')}</Button>
            </Popconfirm>
          }
        />
      )}
      <section ref={panel} tabIndex={-1} className="qi-panel" aria-label={t(`filing.name.${step}`)}>
        <Flex justify="space-between" align="baseline">
          <h2>{t(`filing.name.${step}`)}</h2>
          <Typography.Text type="secondary">{t('filing.step', { n: place + 1, all: STEPS.length })}</Typography.Text>
        </Flex>
        <Screen
          item={item}
          content={content}
          change={change}
          go={go}
          onNext={() => next && go(next)}
          onBack={before && (() => go(before))}
          drop={drop}
        />
      </section>
    </div>
  );
}

function SavedLine({ saved, shared, mine }: { saved: Saved; shared?: Shared; mine: string }) {
  const { t } = useTranslation();
  const at = saved.at ? t('ui.saved_at', { time: timeOf(new Date(saved.at)) }) : '';
  const by = shared?.by && shared.by !== mine ? t('filing.shared_by', { name: shared.by }) : t('filing.shared');
  return (
    <Typography.Text type={saved.failed ? 'danger' : 'secondary'} className="qi-figures">
      {saved.failed ? t('ui.not_saved') : [at, shared && by].filter(Boolean).join(' · ')}
    </Typography.Text>
  );
}

function StepList({ current, go }: { current: StepName; go: (step: StepName) => void }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('filing.steps')}>
      <ol className="qi-steps">
        {STEPS.map((step, place) => (
          <li key={step}>
            <button type="button" aria-current={step === current ? 'step' : undefined} onClick={() => go(step)}>
              <span className="qi-figures">{place + 1}</span> {t(`filing.name.${step}`)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
