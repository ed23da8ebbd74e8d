import { useQuery } from '@tanstack/react-query';
import { Descriptions, Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';

import type { Schemas } from '@/api/client';
import { caseQuery, itemQuery, partQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { PartList } from '@/ui/CaseLists';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { MomentText } from '@/ui/DateText';
import { FormView } from '@/ui/FormView';
import { MaterialList } from '@/ui/MaterialList';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { PART_MOVES } from '@/ui/act/moves';
import { Answer } from '@/ui/blocks';
import { useExplained } from '@/ui/useExplained';

type Part = Schemas['Part'];

/** S2: the frame of every domain's work: the case, what was given, the other parts, and the result. */
export function PartPage() {
  const id = useParams().id ?? '';
  return (
    <Answer query={useQuery(partQuery(id))} rows={12}>
      {(part) => <Bench key={id} part={part} />}
    </Answer>
  );
}

function Bench({ part }: { part: Part }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const clocks = useExplained(part.case_no);
  const whole = useQuery(caseQuery(part.case_no));
  const item = useQuery(itemQuery(part.item)).data;
  useTitle(part.id);
  useKeys({ t: clocks.explain, Escape: () => void navigate('/parts') }, !clocks.open);
  return (
    <div className="qi-case">
      <header className="qi-case-head">
        <h1>
          {part.item} {item && inLanguage(language, item.name, item.name_en)}
        </h1>
        <CaseNumber no={part.case_no} />
        <StateTag state={part.state} />
        <ClockChip due={whole.data?.due ?? null} onExplain={clocks.explain} />
      </header>
      <div className="qi-panes">
        <Given whole={whole} />
        <section aria-label={t('parts.filing')} className="qi-pane" tabIndex={0}>
          <h2>{t('parts.filing')}</h2>
          <Answer query={whole}>{(found) => <Own found={found} part={part} item={item} />}</Answer>
        </section>
        <Result part={part} />
      </div>
      {part.item === 'J-02' && <Link to="/parts/series">{t('inspection.title')}</Link>}
      <footer className="qi-case-foot">
        <Acts resource="parts" subject={part} rows={PART_MOVES} />
      </footer>
      {clocks.drawer}
    </div>
  );
}

type Asked = { data: Schemas['Case'] | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

function Given({ whole }: { whole: Asked }) {
  const { t } = useTranslation();
  const item = useQuery({ ...itemQuery(whole.data?.item ?? ''), enabled: whole.data !== undefined }).data;
  return (
    <section aria-label={t('parts.case')} className="qi-pane" tabIndex={0}>
      <h2>{t('parts.case')}</h2>
      <Answer query={whole}>
        {(found) => (
          <Flex vertical gap="small">
            <Descriptions
              size="small"
              bordered
              column={1}
              className="qi-facts"
              items={[
                { key: 'item', label: t('words.field.item'), children: `${found.item} ${found.item_name ?? ''}` },
                {
                  key: 'applicant',
                  label: t('words.field.applicant'),
                  children: found.applicant.name ?? found.applicant.uscc,
                },
                {
                  key: 'state',
                  label: t('words.field.state'),
                  children: <StateTag state={found.state} outcome={found.outcome} />,
                },
              ]}
            />
            <MaterialList materials={found.materials} item={item} />
            <Typography.Text strong>{t('parts.siblings')}</Typography.Text>
            <PartList parts={found.parts} />
          </Flex>
        )}
      </Answer>
    </section>
  );
}

/** Of a bundle the part's own section and what it shares; else the whole form. */
function Own({ found, part, item }: { found: Schemas['Case']; part: Part; item: Schemas['Item'] | undefined }) {
  const bundle = useQuery({ ...itemQuery(found.item), enabled: found.item !== part.item }).data;
  if (found.item === part.item) return item && <FormView schema={item.form_schema} data={found.form} />;
  const section = part.item.toLowerCase().replace('-', '_');
  const own = Object.entries(found.form ?? {}).filter(([name]) => name === section || !/^[a-z]_\d\d$/.test(name));
  return bundle && <FormView schema={bundle.form_schema} data={Object.fromEntries(own)} />;
}

function Result({ part }: { part: Part }) {
  const { t } = useTranslation();
  const items = [
    { key: 'sent', label: t('parts.sent'), children: <MomentText at={part.sent_at} /> },
    { key: 'taken', label: t('parts.taken'), children: <MomentText at={part.taken_at} /> },
    { key: 'finished', label: t('parts.finished'), children: <MomentText at={part.finished_at} /> },
  ];
  return (
    <section aria-label={t('parts.result')} className="qi-pane" tabIndex={0}>
      <h2>{t('parts.result')}</h2>
      <Descriptions size="small" bordered column={1} className="qi-facts" items={items} />
      {part.result && <p>{t(`act.choice.result.${part.result as 'done'}`)}</p>}
      {part.summary && <blockquote className="qi-quote">{part.summary}</blockquote>}
      {part.return_reason && <blockquote className="qi-quote">{part.return_reason}</blockquote>}
      <ul className="qi-plain">
        {(part.materials ?? []).map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
