import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Flex, QRCode } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import type { Schemas } from '@/api/client';
import { itemQuery, stationsQuery } from '@/api/queries';
import { useKeys } from '@/lib/keys';
import { CaseNumber } from '@/ui/CaseNumber';
import { DateText, MomentText } from '@/ui/DateText';
import { MaterialList } from '@/ui/MaterialList';

type Shown = { found: Schemas['Case']; onAnew: () => void };

/** What the client takes home: number, query key, what was handed in, and a QR that asks where it stands. */
export function Receipt({ found, onAnew }: Shown) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const item = useQuery(itemQuery(found.item)).data;
  const station = useQuery(stationsQuery).data?.find(({ code }) => code === found.station);
  const address = `${location.origin}/progress#no=${found.no}&key=${found.query_key ?? ''}`;
  useKeys({ F9: () => print(), F2: onAnew });
  return (
    <article className="qi-receipt">
      <Flex justify="space-between" gap="large" wrap>
        <div>
          <h1>{t(found.received_at ? 'intake.receipt' : 'intake.filed')}</h1>
          <p>{t('intake.receipt_text')}</p>
        </div>
        <QRCode value={address} size={144} type="svg" bgColor="#fff" color="#000" aria-label={t('intake.qr')} />
      </Flex>
      <Descriptions
        bordered
        size="small"
        column={1}
        items={[
          { key: 'no', label: t('words.field.case_no'), children: <CaseNumber no={found.no} /> },
          {
            key: 'key',
            label: t('words.field.query_key'),
            children: <strong className="qi-number">{found.query_key}</strong>,
          },
          { key: 'item', label: t('words.field.item'), children: `${found.item} ${found.item_name ?? ''}` },
          {
            key: 'who',
            label: t('words.field.applicant'),
            children: `${found.applicant.name ?? ''} ${found.applicant.uscc}`,
          },
          { key: 'at', label: t('intake.at'), children: <MomentText at={found.received_at ?? found.filed_at} /> },
          {
            key: 'due',
            label: t('intake.answer_by'),
            children: <DateText day={found.due?.on} provisional={found.due?.provisional} />,
          },
          {
            key: 'station',
            label: t('words.field.station'),
            children: `${station?.name ?? found.station} ${station?.phone ?? ''}`,
          },
        ]}
      />
      <h2>{t('act.materials')}</h2>
      <MaterialList materials={found.materials} item={item} />
      <Flex gap="small" wrap className="qi-actions">
        <Button type="primary" onClick={() => print()} aria-keyshortcuts="F9">
          {t('intake.print')}
          <kbd aria-hidden className="qi-key">
            F9
          </kbd>
        </Button>
        <Button onClick={() => void navigate(`/desk/cases/${found.no}`)}>{t('intake.open')}</Button>
        <Button onClick={onAnew} aria-keyshortcuts="F2">
          {t('intake.anew')}
          <kbd aria-hidden className="qi-key">
            F2
          </kbd>
        </Button>
      </Flex>
    </article>
  );
}
