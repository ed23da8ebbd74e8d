import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { casesQuery, draftsQuery, itemsQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { momentText } from '@/lib/days';
import { draftsOf } from '@/lib/drafts';
import { actionLabel } from '@/ui/ActionBar';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { StateTag, TurnText } from '@/ui/StateTag';
import { Answer, Empty } from '@/ui/blocks';

type Head = Schemas['CaseHead'];
const YOURS = ['resubmit', 'keep_promise', 'rate']; // what only the applicant can do, most pressing first
const ENDED = new Set(['withdrawn', 'not_accepted', 'terminated', 'delivered', 'rated', 'archived']);
const SHOWN = 5;

/** B1: what needs me now. */
export function Home() {
  const { t } = useTranslation();
  const query = useQuery(casesQuery({ limit: 50 }));
  return (
    <div className="qi-stack">
      <h1>{t('cases.home.title')}</h1>
      <Answer query={query} rows={8}>
        {({ cases }) => (
          <>
            <Yours cases={cases} />
            <Going cases={cases.filter(({ state }) => !ENDED.has(state)).slice(0, SHOWN)} />
          </>
        )}
      </Answer>
      <Drafts />
      <Answer query={query} rows={2}>
        {({ cases }) => <Often cases={cases} />}
      </Answer>
    </div>
  );
}

function pressing({ actions, due }: Head): string {
  const rank = YOURS.findIndex((action) => actions.includes(action));
  return `${rank} ${due?.on ?? '9'}`;
}

function Yours({ cases }: { cases: readonly Head[] }) {
  const { t } = useTranslation();
  const mine = cases.filter(({ actions }) => YOURS.some((action) => actions.includes(action)));
  const sorted = [...mine].sort((one, other) => pressing(one).localeCompare(pressing(other)));
  return (
    <Card size="small" title={<h2>{t('cases.home.yours')}</h2>}>
      {sorted.length === 0 ? (
        <Typography.Text type="secondary">{t('cases.home.nothing')}</Typography.Text>
      ) : (
        <ul className="qi-materials">
          {sorted.map((one) => (
            <li key={one.no}>
              <Line of={one} />
              <Link to={`/cases/${one.no}`}>
                {actionLabel(YOURS.find((action) => one.actions.includes(action)) ?? 'rate')} →
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Line({ of }: { of: Head }) {
  return (
    <Flex gap="small" align="center" wrap>
      <strong>{of.item_name}</strong>
      <StateTag state={of.state} outcome={of.outcome} deemed={of.deemed} />
      <ClockChip due={of.due} />
      <CaseNumber no={of.no} to={`/cases/${of.no}`} />
    </Flex>
  );
}

function Going({ cases }: { cases: readonly Head[] }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={<h2>{t('cases.home.going')}</h2>} extra={<Link to="/cases">{t('cases.home.all')}</Link>}>
      {cases.length === 0 ? (
        <Empty text={t('cases.home.no_going')}>
          <Link to="/">{t('cases.home.find')}</Link>
        </Empty>
      ) : (
        <ul className="qi-materials">
          {cases.map((one) => (
            <li key={one.no}>
              <Line of={one} />
              <Typography.Text type="secondary">
                {t('ui.labelled', { label: t('words.field.next') })}
                <TurnText of={one} applicantIsYou />
              </Typography.Text>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Drafts() {
  const { t } = useTranslation();
  const { subject } = useSignedIn();
  const { data: here = [] } = useQuery({
    queryKey: ['drafts-here', subject],
    queryFn: () => draftsOf<Unsent>(subject).then((all) => all.filter(({ id }) => /^[A-Z]+-\d+$/.test(id))),
    staleTime: 0,
  });
  const { data: shared = [] } = useQuery(draftsQuery);
  const items = useQuery(itemsQuery).data ?? [];
  const nameOf = (code: string) => items.find((item) => item.code === code)?.name ?? code;
  const rows = [
    ...shared.map(({ id, item, step, saved_by, saved_at }) => ({
      id,
      name: nameOf(item),
      to: `/file/${item}?draft=${id}&step=${step || 'who'}`,
      said: t('cases.home.saved_by', { name: saved_by ?? '–', time: saved_at ? momentText(saved_at) : '' }),
    })),
    ...here
      .filter(({ content }) => !content.shared)
      .map(({ id, kept, content }) => ({
        id,
        name: content.itemName ?? id,
        to: `/file/${id}`,
        said: t('cases.home.saved', { time: momentText(new Date(kept).toISOString()) }),
      })),
  ];
  if (rows.length === 0) return null;
  return (
    <Card
      size="small"
      title={<h2>{t('cases.home.drafts')}</h2>}
      extra={<Link to="/drafts">{t('cases.home.all_drafts')}</Link>}
    >
      <ul className="qi-materials">
        {rows.slice(0, SHOWN).map(({ id, name, to, said }) => (
          <li key={id}>
            <Flex gap="small" wrap>
              <strong>{name}</strong>
              <Typography.Text type="secondary">{said}</Typography.Text>
              <Link to={to}>{t('cases.home.resume')}</Link>
            </Flex>
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Unsent = { itemName?: string; shared?: object };

function Often({ cases }: { cases: readonly Head[] }) {
  const { t } = useTranslation();
  const often = [...new Map(cases.map((one) => [one.item, one])).values()].slice(0, SHOWN);
  if (often.length === 0) return null;
  return (
    <Card size="small" title={<h2>{t('cases.home.often')}</h2>}>
      <Flex gap="middle" wrap>
        {often.map(({ item, item_name }) => (
          <Link key={item} to={`/file/${item}`}>
            {item_name} · {t('cases.home.again')}
          </Link>
        ))}
      </Flex>
    </Card>
  );
}
