import { useQuery } from '@tanstack/react-query';
import { Flex, Tabs, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';

import type { Schemas } from '@/api/client';
import { caseQuery, itemQuery, partQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { HistoryList, NoticeList } from '@/ui/CaseLists';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { FormView } from '@/ui/FormView';
import { MaterialList } from '@/ui/MaterialList';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer } from '@/ui/blocks';
import { useExplained } from '@/ui/useExplained';

const MOVES = CASE_MOVES.filter(({ action }) =>
  ['decide', 'extend', 'start_special', 'end_special', 'terminate', 'reopen'].includes(action),
);
type Case = Schemas['Case'];

/** A2: what the approver needs to decide, on one screen. */
export function Decision() {
  const no = useParams().no ?? '';
  return (
    <Answer query={useQuery(caseQuery(no))} rows={12}>
      {(found) => <File key={no} found={found} />}
    </Answer>
  );
}

function File({ found }: { found: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const clocks = useExplained(found.no);
  const item = useQuery(itemQuery(found.item)).data;
  useTitle(found.no);
  useKeys({ t: clocks.explain, Escape: () => void navigate('/approvals') }, !clocks.open);
  return (
    <div className="qi-case">
      <header className="qi-case-head">
        <h1>
          {found.item} {found.item_name}
        </h1>
        <CaseNumber no={found.no} />
        <StateTag state={found.state} outcome={found.outcome} />
        <ClockChip due={found.due} onExplain={clocks.explain} />
      </header>
      <div className="qi-panes">
        <section aria-label={t('desk.filed')} className="qi-pane" tabIndex={0}>
          <h2>{t('desk.filed')}</h2>
          <p>
            {found.applicant.name} <span className="qi-figures">{found.applicant.uscc}</span>
          </p>
          <MaterialList materials={found.materials} item={item} />
          {item && <FormView schema={item.form_schema} data={found.form} />}
        </section>
        <section aria-label={t('approvals.results')} className="qi-pane" tabIndex={0}>
          <h2>{t('approvals.results')}</h2>
          <Results found={found} />
        </section>
        <section aria-label={t('approvals.checks')} className="qi-pane" tabIndex={0}>
          <h2>{t('approvals.checks')}</h2>
          <Checks found={found} />
          <Tabs
            size="small"
            items={[
              {
                key: 'notices',
                label: t('desk.tab.notices'),
                children: <NoticeList no={found.no} />,
              },
              { key: 'history', label: t('desk.tab.history'), children: <HistoryList no={found.no} /> },
            ]}
          />
        </section>
      </div>
      <footer className="qi-case-foot">
        <Acts resource="cases" subject={found} rows={MOVES} />
      </footer>
      {clocks.drawer}
    </div>
  );
}

/** What the domains say: result, in whose words, with which files. */
function Results({ found }: { found: Case }) {
  return (
    <ul className="qi-plain">
      {found.parts.map((part) => (
        <li key={part.id}>
          <Flex gap="small" align="center" wrap>
            <strong>
              {part.item} {part.item_name}
            </strong>
            <StateTag state={part.state} />
          </Flex>
          {part.sent_at && <Said id={part.id} />}
        </li>
      ))}
    </ul>
  );
}

function Said({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Answer query={useQuery(partQuery(id))} rows={2}>
      {({ result, summary, materials, return_reason }) => (
        <>
          {result && <div>{t(`act.choice.result.${result as 'done'}`)}</div>}
          {summary && <blockquote className="qi-quote">{summary}</blockquote>}
          {return_reason && <blockquote className="qi-quote">{return_reason}</blockquote>}
          {(materials ?? []).map((file) => (
            <div key={file.id}>{file.name}</div>
          ))}
        </>
      )}
    </Answer>
  );
}

const BEFORE = new Set(['dispatched', 'in_review', 'special']);

/** What the law asks before a decision, each with its answer: colour is never alone. */
function Checks({ found }: { found: Case }) {
  const { t } = useTranslation();
  const { name } = useSignedIn();
  if (!BEFORE.has(found.state)) return null;
  const open = found.parts.filter(({ mandatory, state }) => mandatory && state !== 'finished' && state !== 'cancelled');
  const checks: [string, boolean][] = [
    [t('approvals.check.parts', { n: open.length }), open.length === 0],
    [t('approvals.check.findings', { n: found.findings.length }), found.findings.length === 0],
  ];
  if (found.kind === 'XK' && open.length === 0 && found.state === 'in_review') {
    checks.push([t('approvals.check.person', { name }), found.actions.includes('decide')]);
  }
  return (
    <ul className="qi-plain">
      {checks.map(([text, fine]) => (
        <li key={text}>
          <Typography.Text type={fine ? 'success' : 'danger'}>
            <span aria-hidden>{fine ? '✓' : '✖'} </span>
            <span className="qi-spoken">{t(fine ? 'desk.line.fits' : 'desk.line.fault')} </span>
          </Typography.Text>
          {text}
        </li>
      ))}
    </ul>
  );
}
