import { useQuery } from '@tanstack/react-query';
import { Flex, Tag, Timeline, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { historyQuery, noticesQuery } from '@/api/queries';
import { i18n } from '@/lib/i18n';
import { MomentText } from '@/ui/DateText';
import { StateTag } from '@/ui/StateTag';
import { Answer } from '@/ui/blocks';

/** What the domains do with a case: one line for each part. */
export function PartsOf({ of }: { of: Schemas['Case'] }) {
  const { t } = useTranslation();
  if (of.parts.length < 2) return null;
  return (
    <section className="qi-panel" aria-label={t('cases.page.parts')}>
      <h2>{t('cases.page.parts')}</h2>
      <ul className="qi-materials">
        {of.parts.map((part) => (
          <li key={part.id}>
            <Flex gap="small" align="center" wrap>
              <span>
                {part.item} {part.item_name}
              </span>
              <StateTag state={part.state} />
              {part.result && <Tag>{t(`words.outcome.${part.result as 'done'}`)}</Tag>}
              <MomentText at={part.finished_at ?? part.taken_at ?? part.sent_at} absent="" />
            </Flex>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function NoticesOf({ no }: { no: string }) {
  const { t } = useTranslation();
  const query = useQuery(noticesQuery(no));
  return (
    <section className="qi-panel" aria-label={t('cases.page.notices')}>
      <h2>{t('cases.page.notices')}</h2>
      <Answer query={query} rows={2}>
        {(notices) =>
          notices.length === 0 ? (
            <Typography.Text type="secondary">{t('cases.page.no_notices')}</Typography.Text>
          ) : (
            <ul className="qi-materials">
              {notices.map(({ id, title, number, issued_at }) => (
                <li key={id}>
                  <Flex gap="small" align="center" wrap>
                    <strong>{title}</strong>
                    <span className="qi-figures">{number}</span>
                    <MomentText at={issued_at} />
                    <a href={`/api/cases/${no}/notices/${id}.pdf`} aria-label={`${t('cases.page.download')} ${title}`}>
                      {t('cases.page.download')}
                    </a>
                  </Flex>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}

function happened(action: string): string {
  return i18n.t(`words.happened.${action}` as 'words.happened.file', { defaultValue: action });
}

/** What happened, by role and not by name. */
export function HistoryOf({ no }: { no: string }) {
  const { t } = useTranslation();
  const query = useQuery(historyQuery(no));
  return (
    <section className="qi-panel" aria-label={t('cases.page.history')}>
      <h2>{t('cases.page.history')}</h2>
      <Answer query={query}>
        {(entries) => (
          <Timeline
            items={entries.map(({ n, at, role, action }) => ({
              key: n,
              content: (
                <>
                  {happened(action)} <MomentText at={at} />{' '}
                  <Typography.Text type="secondary">
                    {i18n.t(`words.role.${role ?? 'system'}` as 'words.role.system', { defaultValue: '' })}
                  </Typography.Text>
                </>
              ),
            }))}
          />
        )}
      </Answer>
    </section>
  );
}
