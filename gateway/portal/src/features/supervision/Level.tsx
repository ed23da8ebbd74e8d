import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const SHAPES = { red: '■', yellow: '▲' } as const;
const TONES = { red: 'red', yellow: 'gold' } as const;

/** A card's level: shape, colour and word. */
export function Level({ level }: { level: 'red' | 'yellow' }) {
  const { t } = useTranslation();
  return (
    <Tag color={TONES[level]}>
      <span aria-hidden>{SHAPES[level]} </span>
      {t(`supervision.level.${level}`)}
    </Tag>
  );
}
