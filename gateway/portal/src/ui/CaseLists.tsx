import { useQuery } from '@tanstack/react-query';
import { Flex, Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { MomentText } from './DateText';
import { StateTag } from './StateTag';
import { Answer, Empty } from './blocks';

import type { Schemas } from '@/api/client';
import { historyQuery } from '@/api/queries';
import { i18n } from '@/lib/i18n';

/** Short lists of a case: its parts, what was issued, what happened. */
export function PartList({ parts }: { parts: readonly Schemas['CasePart'][] }) {
  const { t } = useTranslation();
  const nameOf = (code: string) => parts.find(({ item }) => item === code)?.item_name ?? code;
  return (
    <ul className="qi-plain">
      {parts.map((part) => (
        <li key={part.id}>
          <Flex gap="small" align="center" wrap>
            <span>
              {part.item} {part.item_name}
            </span>
            <StateTag state={part.state} />
            <Typography.Text type="secondary">
              {t(`words.domain.${part.domain as 'metrology'}`)}
              {part.needs.length > 0 && ` · ${t('act.after', { names: part.needs.map(nameOf).join('、') })}`}
            </Typography.Text>
          </Flex>
        </li>
      ))}
    </ul>
  );
}

export function NoticeList({ notices }: { notices: readonly Schemas['Notice'][] }) {
  const { t } = useTranslation();
  if (notices.length === 0) return <Empty text={t('act.no_notices')} />;
  return (
    <ul className="qi-plain">
      {notices.map(({ id, kind, at, text, organ }) => (
        <li key={id}>
          <strong>{i18n.t(`words.notice.${kind as 'receipt'}`, { defaultValue: kind })}</strong> <MomentText at={at} />
          {text && <blockquote className="qi-quote">{text}</blockquote>}
          {organ && <div>{organ}</div>}
        </li>
      ))}
    </ul>
  );
}

export function HistoryList({ no }: { no: string }) {
  return (
    <Answer query={useQuery(historyQuery(no))}>
      {(entries) => (
        <Timeline
          className="qi-history"
          items={[...entries].reverse().map((entry) => ({
            key: entry.n,
            content: (
              <Flex vertical>
                <span>{i18n.t(`words.happened.${entry.action as 'file'}`, { defaultValue: entry.action })}</span>
                <Typography.Text type="secondary">
                  <MomentText at={entry.at} />
                  {entry.role && ` · ${i18n.t(`words.role.${entry.role as 'clerk'}`, { defaultValue: entry.role })}`}
                </Typography.Text>
              </Flex>
            ),
          }))}
        />
      )}
    </Answer>
  );
}
