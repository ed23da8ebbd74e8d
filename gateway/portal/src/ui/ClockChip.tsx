import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

import { daysBetween, today } from '@/lib/days';

/** A clock as the gateway tells it. */
export type Clock = {
  name: string;
  state: string;
  due: string | null;
  remaining: number | null;
  colour: string;
  provisional: boolean;
};

const SHAPES = { green: '●', yellow: '▲', red: '■', black: '◆', grey: '‖' } as const;
const TONES = { green: 'green', yellow: 'gold', red: 'red', black: 'default', grey: 'default' } as const;
type Colour = keyof typeof SHAPES;

function isColour(told: string): told is Colour {
  return told in SHAPES;
}

type Shown = { clock: Clock; onExplain?: () => void };

/** Shape, text and colour of a running limit: 剩 13 个工作日 · 12-11; a press explains the day. */
export function ClockChip({ clock, onExplain }: Shown) {
  const { t } = useTranslation();
  const left = useLeft(clock);
  if (!isColour(clock.colour)) return null;
  const chip = (
    <Tag color={TONES[clock.colour]} className={`qi-clock qi-clock-${clock.colour}`}>
      <span aria-hidden>{SHAPES[clock.colour]} </span>
      <span className="qi-spoken">{t(`ui.clock.shape.${clock.colour}`)} </span>
      <span className="qi-figures">
        {left}
        {clock.due && ` · ${clock.due.slice(5)}`}
        {clock.provisional && ` ◌ ${t('ui.clock.provisional')}`}
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

function useLeft(clock: Clock): string {
  const { t } = useTranslation();
  if (clock.colour === 'grey') return t('ui.clock.stopped');
  if (clock.remaining === null) return '–';
  if (clock.remaining < 0) return t('ui.clock.over', { n: -clock.remaining });
  const near = clock.due ? daysBetween(today(), clock.due) : -1;
  if (near === 0) return t('ui.clock.today');
  if (near === 1) return t('ui.clock.tomorrow');
  return t('ui.clock.left', { n: clock.remaining });
}
