import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { MomentText } from './DateText';

import type { Schemas } from '@/api/client';

/** What was spoken of with somebody, the newest first. */
export function ContactList({ contacts }: { contacts: readonly Schemas['Contact'][] }) {
  const { t } = useTranslation();
  const told = [...contacts].sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
  if (told.length === 0) return <Typography.Text type="secondary">{t('desk.contact.none')}</Typography.Text>;
  return (
    <ul className="qi-plain">
      {told.map(({ at, by, means, text }) => (
        <li key={`${at} ${text}`}>
          <Flex gap={4} align="center" wrap>
            <Tag>{t(`desk.contact.${means as 'phone'}`)}</Tag>
            <Typography.Text type="secondary">
              <MomentText at={at} /> · {by}
            </Typography.Text>
          </Flex>
          <span className="qi-break">{text}</span>
        </li>
      ))}
    </ul>
  );
}
