import { Descriptions, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';

import { Pane } from './Pane';

import type { Schemas } from '@/api/client';
import { HistoryList, NoticeList, PartList } from '@/ui/CaseLists';
import { DateText, MomentText } from '@/ui/DateText';

/** Who, since when, what was issued, what happened. */
export function Handling({ found }: { found: Schemas['Case'] }) {
  const { t } = useTranslation();
  const { applicant } = found;
  return (
    <Pane name={t('desk.handling')}>
      <Descriptions
        size="small"
        bordered
        column={1}
        className="qi-facts"
        items={[
          { key: 'applicant', label: t('words.field.applicant'), children: applicant.name ?? '–' },
          { key: 'uscc', label: t('words.field.uscc'), children: <span className="qi-figures">{applicant.uscc}</span> },
          {
            key: 'contact',
            label: t('words.field.agent'),
            children: `${applicant.contact ?? '–'} ${applicant.phone ?? ''}`,
          },
          { key: 'channel', label: t('desk.channel'), children: t(`words.channel.${found.channel as 'portal'}`) },
          { key: 'filed', label: t('desk.filed_at'), children: <MomentText at={found.filed_at} /> },
          { key: 'received', label: t('desk.received_on'), children: <DateText day={found.received_on} /> },
        ]}
      />
      <Tabs
        size="small"
        items={[
          {
            key: 'parts',
            label: t('desk.tab.parts', { n: found.parts.length }),
            children: <PartList parts={found.parts} />,
          },
          {
            key: 'notices',
            label: t('desk.tab.notices'),
            children: <NoticeList no={found.no} />,
          },
          { key: 'history', label: t('desk.tab.history'), children: <HistoryList no={found.no} /> },
        ]}
      />
    </Pane>
  );
}
