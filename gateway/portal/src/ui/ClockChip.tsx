import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { daysBetween, today } from '@/lib/days';

/** The limit that counts now, as the gateway tells it. */
export type Due = Schemas['Due'];

const SHAPES = { green: '●', yellow: '▲', red: '■', black: '◆', grey: '‖' } as const;
const TONES = { green: 'green', yellow: 'gold', red: 'red', black: 'default', grey: 'default' } as const;
type Colour = keyof typeof SHAPES;

function isColour(told: string): told is Colour {
  return told in SHAPES;
}

type Shown = { due: Due | null; onExplain?: () => void };

/** Shape, text and colour of a running limit: 剩 13 个工作日 · 12-11; a press explains the day. */
export function ClockChip({ due, onExplain }: Shown) {
  const { t } = useTranslation();
  const left = useLeft(due);
  if (!due || !isColour(due.colour)) return null;
  const chip = (
    <Tag color={TONES[due.colour]} className={`qi-clock qi-clock-${due.colour}`}>
      <span aria-hidden>{SHAPES[due.colour]} </span>
      <span className="qi-spoken">{t(`ui.clock.shape.${due.colour}`)} </span>
      <span className="qi-figures">
        {left}
        {due.on && ` · ${due.on.slice(5)}`}
        {due.provisional && ` ◌ ${t('ui.clock.provisional')}`}
      </span>
    </Tag>
  );
  return onExplain ? (
    <Button type="text" size="small" className="qi-bare" onClick={onExplain} title={t('ui.clock.explain')}>
      {chip}
    </Button>
  ) : (
    chip
  );
}

function useLeft(due: Due | null): string {
  const { t } = useTranslation();
  if (!due) return '';
  if (due.colour === 'grey') return t('ui.clock.stopped');
  if (due.remaining < 0) return t('ui.clock.over', { n: -due.remaining });
  const near = due.on ? daysBetween(today(), due.on) : -1;
  if (near === 0) return t('ui.clock.today');
  if (near === 1) return t('ui.clock.tomorrow');
  return t('ui.clock.left', { n: due.remaining });
}
