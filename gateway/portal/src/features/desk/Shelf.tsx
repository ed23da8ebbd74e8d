import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { mineQuery } from '@/api/desk';
import { timeOf } from '@/lib/days';

const BEFORE_ANSWER = new Set(['filed', 'received']);

/** What one has begun and put aside: one press away, with what was ticked and written. */
export function Shelf() {
  const { t } = useTranslation();
  const parked = (useQuery(mineQuery).data ?? []).filter(
    ({ state, parked: kept, ticks }) => BEFORE_ANSWER.has(state ?? '') && (kept ?? ticks.length > 0),
  );
  if (parked.length === 0) return null;
  return (
    <section aria-label={t('desk.shelf')} className="qi-shelf">
      <Flex gap="small" align="center" wrap>
        <Typography.Text strong>{t('desk.shelf')}</Typography.Text>
        {parked.map(({ no, applicant_name, item_name, claim, parked: kept }) => (
          <Link key={no} to={`/desk/cases/${no}`}>
            {applicant_name} · {item_name} · {t(writing(kept) ? 'desk.shelf_notice' : 'desk.shelf_check')}{' '}
            {claim?.since && timeOf(claim.since)}
          </Link>
        ))}
      </Flex>
    </section>
  );
}

function writing(kept: string | null): boolean {
  return kept?.includes('"notice":true') ?? false;
}
