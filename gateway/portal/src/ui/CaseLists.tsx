import { useQuery } from '@tanstack/react-query';
import { Flex, Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { MomentText } from './DateText';
import { StateTag } from './StateTag';
import { Answer, Empty } from './blocks';

import type { Schemas } from '@/api/client';
import { historyQuery, noticesQuery } from '@/api/queries';
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

/** The documents that were issued, each with its number and file. */
export function NoticeList({ no }: { no: string }) {
  const { t } = useTranslation();
  return (
    <Answer query={useQuery(noticesQuery(no))} rows={2}>
      {(notices) =>
        notices.length === 0 ? (
          <Empty text={t('act.no_notices')} />
        ) : (
          <ul className="qi-plain">
            {notices.map(({ id, title, number, issued_at }) => (
              <li key={id}>
                <Flex gap="small" align="center" wrap>
                  <a href={`/api/cases/${no}/notices/${id}.pdf`}>{title}</a>
                  <span className="qi-figures">{number}</span>
                  <MomentText at={issued_at} />
                </Flex>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
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
