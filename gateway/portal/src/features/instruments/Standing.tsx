import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Instrument } from './queries';

const COLOURS: Record<Instrument['standing'], string> = {
  valid: 'green',
  due: 'orange',
  expired: 'red',
  unverified: 'red',
  failed: 'red',
  stopped: 'default',
  retired: 'default',
};

/** How an instrument stands today: words first, colour beside them. */
export function Standing({ of }: { of: Instrument }) {
  const { t } = useTranslation();
  return <Tag color={COLOURS[of.standing]}>{t(`instruments.standing.${of.standing}`)}</Tag>;
}
