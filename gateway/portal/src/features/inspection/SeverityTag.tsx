import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';

const COLOURS = { normal: undefined, tightened: 'gold', reduced: 'green', suspended: 'red' } as const;

export function SeverityTag({ severity }: { severity: Schemas['SeriesHead']['severity'] }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[severity]}>{t(`inspection.severity.${severity}`)}</Tag>;
}
