import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { TurnProps } from './Turn';

import { DateText } from '@/ui/DateText';

/** A notice waits for its answer: how much, until when, and the way to it. */
export function Correction({ of }: TurnProps) {
  const { t } = useTranslation();
  const notice = of.corrections.at(-1);
  if (!notice) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('cases.page.correction.title', { n: notice.materials.length })}
      description={
        <>
          {t('cases.correction.by')} <DateText day={notice.due_on} provisional={of.due?.provisional} />
        </>
      }
      action={
        <Link className="qi-primary" to={`/cases/${of.no}/correction`}>
          {t('cases.page.correction.go')}
        </Link>
      }
    />
  );
}
