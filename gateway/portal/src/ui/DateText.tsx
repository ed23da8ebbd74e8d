import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { dayOf, dayText, momentText } from '@/lib/days';
import { useLanguage } from '@/lib/i18n';

type Shown = { day: string | null | undefined; provisional?: boolean; absent?: string };

/** A day with its weekday; 今天 and 明天 are named, what an unpublished calendar may move says 暂定. */
export function DateText({ day, provisional = false, absent = '–' }: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (!day) return <span>{absent}</span>;
  return (
    <time dateTime={dayOf(day)} className="qi-figures">
      {dayText(dayOf(day), language)}
      {provisional && <Tag className="qi-provisional">{t('ui.clock.provisional')}</Tag>}
    </time>
  );
}

export function MomentText({ at, absent = '–' }: { at: string | null | undefined; absent?: string }) {
  if (!at) return <span>{absent}</span>;
  return (
    <time dateTime={at} className="qi-figures">
      {momentText(at)}
    </time>
  );
}
