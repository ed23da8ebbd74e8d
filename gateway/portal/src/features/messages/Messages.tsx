import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Card, Flex, Tabs, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { Preferences } from './Preferences';
import { markRead, messagesQuery, type Message } from './queries';

import { useLanguage } from '@/lib/i18n';
import { MomentText } from '@/ui/DateText';
import { Answer, Empty } from '@/ui/blocks';

/** B8: what the window told the enterprise, unread first; what to do is behind each one's link. */
export function Messages() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const tab = search.get('tab') === 'preferences' ? 'preferences' : 'messages';
  return (
    <div className="qi-stack">
      <h1>{t('messages.title')}</h1>
      <Tabs
        activeKey={tab}
        onChange={(to) => setSearch(to === 'messages' ? {} : { tab: to })}
        items={[
          { key: 'messages', label: t('messages.all'), children: <Inbox /> },
          { key: 'preferences', label: t('messages.preferences'), children: <Preferences /> },
        ]}
      />
    </div>
  );
}

function Inbox() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const query = useQuery(messagesQuery);
  const read = useMutation({
    mutationFn: markRead,
    onSuccess: () => queries.invalidateQueries({ queryKey: messagesQuery.queryKey }),
  });
  return (
    <Answer query={query} rows={6}>
      {({ messages, unread }) =>
        messages.length === 0 ? (
          <Empty text={t('messages.empty')} />
        ) : (
          <div className="qi-stack">
            <Flex justify="space-between" align="center" wrap gap="small">
              <span role="status">{t('messages.unread', { n: unread })}</span>
              {unread > 0 && (
                <Button
                  disabled={read.isPending}
                  onClick={() => read.mutate(messages.filter((one) => !one.read).map(({ id }) => id))}
                >
                  {t('messages.read_all')}
                </Button>
              )}
            </Flex>
            <ul className="qi-list">
              {[...messages]
                .sort((one, other) => Number(one.read) - Number(other.read))
                .map((message) => (
                  <Entry key={message.id} message={message} onRead={() => read.mutate([message.id])} />
                ))}
            </ul>
          </div>
        )
      }
    </Answer>
  );
}

function Entry({ message, onRead }: { message: Message; onRead: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { case_no, event, at, read, deliveries, zh, en } = message;
  const failed = deliveries.filter(({ state }) => state === 'failed');
  const to = event === 'correction' ? `/cases/${case_no}/correction` : `/cases/${case_no}`;
  return (
    <li>
      <Card size="small" className={read ? undefined : 'qi-unread'}>
        <Flex gap="small" align="center" wrap>
          {!read && <Badge status="processing" text={t('messages.new')} />}
          <Tag>{t(`messages.event.${event as 'filed'}`)}</Tag>
          <Typography.Text type="secondary">
            <MomentText at={at} />
          </Typography.Text>
        </Flex>
        <p>{language === 'en' ? en : zh}</p>
        {failed.map(({ channel }) => (
          <p key={channel} className="qi-fault">
            {t(`messages.failed.${channel}`)} <Link to="/messages?tab=preferences">{t('messages.failed.mend')}</Link>
          </p>
        ))}
        <Flex gap="middle">
          <Link to={to} onClick={read ? undefined : onRead}>
            {t(`messages.go.${GOES.has(event) ? (event as 'correction') : 'other'}`)}
          </Link>
          {!read && (
            <Button type="link" className="qi-bare" onClick={onRead}>
              {t('messages.mark')}
            </Button>
          )}
        </Flex>
      </Card>
    </li>
  );
}

const GOES = new Set(['correction', 'closed']);
