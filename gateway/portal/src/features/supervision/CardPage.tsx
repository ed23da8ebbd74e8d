import { useQuery } from '@tanstack/react-query';
import { Descriptions, Flex, Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { Level } from './Level';
import { cardQuery, clockName } from './queries';

import type { Schemas } from '@/api/client';
import { caseQuery, historyQuery, stationsQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { useTitle } from '@/lib/title';
import { HistoryList, NoticeList } from '@/ui/CaseLists';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { DateText, MomentText } from '@/ui/DateText';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import type { MoveRow } from '@/ui/act/moves';
import { Answer } from '@/ui/blocks';
import { useExplained } from '@/ui/useExplained';

type Whole = Schemas['WholeCard'];
const WORD = { name: 'reason', kind: 'long', required: true } as const;
const MOVES: readonly MoveRow[] = [
  { action: 'escalate_card', key: 'e', fields: [WORD], carries: ['card'] },
  { action: 'annul_card', danger: true, fields: [WORD], carries: ['card'] },
];

/** V2: what happened, in whose hands it lay for how long, what was asked and answered. A card is never removed. */
export function CardPage() {
  const id = useParams().id ?? '';
  return <Answer query={useQuery(cardQuery(id))}>{(card) => <Card card={card} />}</Answer>;
}

function Card({ card }: { card: Whole }) {
  const { t } = useTranslation();
  const found = useQuery(caseQuery(card.no));
  const clocks = useExplained(card.no);
  useTitle(card.no);
  useKeys({ t: clocks.explain }, !clocks.open);
  return (
    <div className="qi-case">
      <header className="qi-case-head">
        <h1>{t('supervision.card_of', { clock: clockName(card.clock) })}</h1>
        <Level level={card.level} />
        <CaseNumber no={card.no} />
        <ClockChip due={card.now} onExplain={clocks.explain} />
      </header>
      <div className="qi-panes">
        <section aria-label={t('supervision.facts')} className="qi-pane" tabIndex={0}>
          <h2>{t('supervision.facts')}</h2>
          <Facts card={card} found={found.data} />
        </section>
        <section aria-label={t('supervision.hands')} className="qi-pane" tabIndex={0}>
          <h2>{t('supervision.hands')}</h2>
          <Hands no={card.no} />
        </section>
        <section aria-label={t('supervision.asked')} className="qi-pane" tabIndex={0}>
          <h2>{t('supervision.asked')}</h2>
          <Done card={card} />
          <h3 className="qi-h3">{t('desk.tab.notices')}</h3>
          <NoticeList no={card.no} />
          <h3 className="qi-h3">{t('desk.tab.history')}</h3>
          <HistoryList no={card.no} />
        </section>
      </div>
      <footer className="qi-case-foot">
        {found.data && <Acts resource="cases" subject={found.data} rows={MOVES} known={{ card: card.id }} />}
      </footer>
      {clocks.drawer}
    </div>
  );
}

function Facts({ card, found }: { card: Whole; found: Schemas['Case'] | undefined }) {
  const { t } = useTranslation();
  const station = useQuery(stationsQuery).data?.find(({ code }) => code === card.station);
  const rows: [string, React.ReactNode][] = [
    [t('words.field.item'), `${card.item} ${found?.item_name ?? ''}`],
    [t('words.field.applicant'), found?.applicant.name ?? '–'],
    [t('words.field.state'), <StateTag key="state" state={card.case_state} outcome={found?.outcome} />],
    [t('words.field.station'), station ? `${station.district} ${station.name}` : card.station],
    [t('supervision.chain'), clockName(card.clock)],
    [t('supervision.was_due'), <DateText key="due" day={card.due} />],
    [t('supervision.since'), <DateText key="on" day={card.on} />],
    [t('supervision.answer_by'), <DateText key="by" day={card.answer_by} />],
    [t('supervision.state'), t(`supervision.card_state.${card.state}`)],
  ];
  if (found?.deemed) rows.push([t('words.state.deemed'), <DateText key="deemed" day={found.accepted_on} />]);
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      items={rows.map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}

const HOUR = 3_600_000;

/** From hand to hand: how many hours it lay at each step. */
function Hands({ no }: { no: string }) {
  const { t } = useTranslation();
  return (
    <Answer query={useQuery(historyQuery(no))}>
      {(entries) => (
        <ol className="qi-plain">
          {entries.map((entry, place) => {
            const next = entries[place + 1];
            const until = next?.at ? Date.parse(next.at) : Date.now();
            const hours = entry.at ? Math.max(0, Math.round((until - Date.parse(entry.at)) / HOUR)) : 0;
            return (
              <li key={entry.n}>
                <Flex gap="small" align="center" wrap>
                  <StateTag state={entry.state} />
                  <Typography.Text type="secondary">
                    <MomentText at={entry.at} />
                    {entry.role && ` · ${t(`words.role.${entry.role as 'clerk'}`)}`}
                  </Typography.Text>
                  <strong>{t('supervision.hours', { n: hours })}</strong>
                </Flex>
              </li>
            );
          })}
        </ol>
      )}
    </Answer>
  );
}

function Done({ card }: { card: Whole }) {
  const { t } = useTranslation();
  return (
    <Timeline
      className="qi-history"
      items={card.acts.map((act) => ({
        key: `${act.action} ${act.at}`,
        content: (
          <>
            <div>
              {t(`supervision.act.${act.action as 'raise_card'}`)} <MomentText at={act.at} />
            </div>
            {act.text && <blockquote className="qi-quote">{act.text}</blockquote>}
          </>
        ),
      }))}
    />
  );
}
