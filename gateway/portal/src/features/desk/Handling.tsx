import { Alert, Button, Descriptions, Flex, Tabs, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Contacts } from './Contacts';
import { Dispatch } from './Dispatch';
import { Pane } from './Pane';
import type { AtDesk } from './useDesk';

import type { Schemas } from '@/api/client';
import { timeOf } from '@/lib/days';
import { HistoryList, NoticeList } from '@/ui/CaseLists';
import { DateText, MomentText } from '@/ui/DateText';
import { reasonText } from '@/ui/reason';

export type Tab = 'parts' | 'notices' | 'contacts' | 'history';
type Shown = {
  found: Schemas['Case'];
  item: Schemas['Item'] | undefined;
  at: AtDesk;
  tab: Tab;
  onTab: (tab: Tab) => void;
};

/** Whose it is, who applies, what was issued, said and done. */
export function Handling({ found, item, at, tab, onTab }: Shown) {
  const { t } = useTranslation();
  const contacts = at.desk?.contacts.length ?? 0;
  return (
    <Pane name={t('desk.handling')}>
      <Claim at={at} />
      <Consequence found={found} />
      <Facts found={found} />
      <Tabs
        size="small"
        activeKey={tab}
        onChange={(key) => onTab(key as Tab)}
        items={[
          {
            key: 'parts',
            label: t('desk.tab.parts', { n: found.parts.length }),
            children: <Dispatch found={found} item={item} />,
          },
          { key: 'notices', label: t('desk.tab.notices'), children: <NoticeList no={found.no} /> },
          {
            key: 'contacts',
            label: t('desk.tab.contacts', { n: contacts }),
            children: <Contacts at={at} />,
          },
          { key: 'history', label: t('desk.tab.history'), children: <HistoryList no={found.no} /> },
        ]}
      />
    </Pane>
  );
}

/** Who works on it just now. */
function Claim({ at }: { at: AtDesk }) {
  const { t } = useTranslation();
  const { desk, mine, other, problem, change } = at;
  if (problem && problem.reason !== 'CLAIMED_BY_OTHER') {
    return <Alert type="error" showIcon title={reasonText(problem)} className="qi-gap" />;
  }
  if (!desk?.claim) return null;
  const until = desk.claim.until ? timeOf(desk.claim.until) : '';
  if (other)
    return <Alert type="warning" showIcon title={t('desk.claim.other', { who: other, until })} className="qi-gap" />;
  return (
    <Flex gap="small" align="center" className="qi-gap">
      <Typography.Text type="secondary">{t('desk.claim.mine', { until })}</Typography.Text>
      {mine && (
        <Button size="small" onClick={() => void change('release', {})}>
          {t('desk.claim.release')}
        </Button>
      )}
    </Flex>
  );
}

/** What the law makes of it if nobody answers in time. */
function Consequence({ found }: { found: Schemas['Case'] }) {
  const { t } = useTranslation();
  if (found.kind !== 'XK' || (found.state !== 'filed' && found.state !== 'received')) return null;
  return <Alert type="info" title={t('desk.deemed', { day: found.received_on ?? '' })} className="qi-gap" />;
}

function Facts({ found }: { found: Schemas['Case'] }) {
  const { t } = useTranslation();
  const { applicant } = found;
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      className="qi-facts"
      items={[
        {
          key: 'applicant',
          label: t('words.field.applicant'),
          children: (
            <>
              <Link to={`/desk/companies/${applicant.uscc}`} className="qi-row-link">
                {applicant.name ?? '–'}
              </Link>
              <span className="qi-figures">{applicant.uscc}</span>
            </>
          ),
        },
        {
          key: 'contact',
          label: t('words.field.agent'),
          children: `${applicant.contact ?? '–'} ${applicant.phone ?? ''}`,
        },
        {
          key: 'channel',
          label: t('desk.channel'),
          children: (
            <>
              {t(`words.channel.${found.channel as 'portal'}`)} · <MomentText at={found.filed_at} />
            </>
          ),
        },
        { key: 'received', label: t('desk.received_on'), children: <DateText day={found.received_on} /> },
        {
          key: 'delivery',
          label: t('words.field.delivery'),
          children: found.delivery ? t(`words.means.${found.delivery as 'window'}`) : '–',
        },
      ]}
    />
  );
}
