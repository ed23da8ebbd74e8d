import { Button, Descriptions, Flex, QRCode } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Schemas } from '@/api/client';
import { dayText } from '@/lib/days';
import { useLanguage } from '@/lib/i18n';
import { CaseNumber } from '@/ui/CaseNumber';
import { MomentText } from '@/ui/DateText';

/** What was made, what comes next, by whom, until when. */
export function Done({ made }: { made: Schemas['Case'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const progress = `${location.origin}/progress#no=${made.no}&key=${made.query_key ?? ''}`;
  const due = made.due?.on;
  return (
    <div className="qi-stack" role="status">
      <h2 ref={heading} tabIndex={-1}>
        ✓ {t('filing.done.title')}
      </h2>
      <Flex gap="large" wrap>
        <Descriptions
          className="qi-grow"
          bordered
          size="small"
          column={1}
          items={[
            { key: 'no', label: t('filing.done.number'), children: <CaseNumber no={made.no} /> },
            { key: 'key', label: t('filing.done.key'), children: <strong>{made.query_key}</strong> },
            { key: 'at', label: t('filing.done.at'), children: <MomentText at={made.filed_at} /> },
          ]}
        />
        <QRCode value={progress} size={132} type="svg" aria-label={t('filing.done.qr')} color="#000" bgColor="#fff" />
      </Flex>
      <p>{t('filing.done.keep')}</p>
      <p>
        {t('filing.done.next')}{' '}
        {due ? t('filing.done.text', { day: dayText(due, language) }) : t('filing.done.text_unknown')}
      </p>
      <Flex gap="small" wrap className="qi-actions">
        <Link to={`/cases/${made.no}`}>{t('filing.done.open')}</Link>
        <Button type="link" className="qi-bare" onClick={() => window.print()}>
          {t('filing.done.print')}
        </Button>
        <Link to="/">{t('filing.done.another')}</Link>
      </Flex>
    </div>
  );
}
