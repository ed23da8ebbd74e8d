import { Button, Flex, Popover } from 'antd';
import { useTranslation } from 'react-i18next';

import { busy as waitingFor } from './busy';
import { shownState, turnOf } from './states';

import { i18n } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';

export type Choice = { action: string; key?: string; danger?: boolean; label?: string };
type Acted = { actions: readonly string[]; state: string; outcome?: string | null };

type Shown = {
  of: Acted; // what the server says may be done now
  choices: readonly Choice[]; // how this page shows actions, the usual one first
  onChoose: (action: string) => void;
  busy?: string;
  disabled?: boolean;
};

export function actionLabel(action: string): string {
  return i18n.t(`words.action.${action}` as 'words.action.accept', { defaultValue: action });
}

/** The actions the server allows, the usual one first and filled; with none, why there is none. */
export function ActionBar({ of, choices, onChoose, busy, disabled }: Shown) {
  const possible = choices.filter(({ action }) => of.actions.includes(action));
  const keyed = possible.filter(({ key }) => key);
  useKeys(Object.fromEntries(keyed.map(({ key, action }) => [key ?? '', () => onChoose(action)])), !disabled && !busy);
  if (possible.length === 0) return <WhyNot of={of} />;
  return (
    <Flex gap="small" wrap className="qi-actions">
      {possible.map(({ action, key, danger, label }, place) => (
        <Button
          key={action}
          type={place === 0 && !danger ? 'primary' : 'default'}
          danger={danger}
          disabled={disabled || (busy !== undefined && busy !== action)}
          {...waitingFor(busy === action)}
          aria-keyshortcuts={key}
          onClick={() => onChoose(action)}
        >
          {label ?? actionLabel(action)}
          {key && (
            <kbd aria-hidden className="qi-key">
              {key}
            </kbd>
          )}
        </Button>
      ))}
    </Flex>
  );
}

function WhyNot({ of }: { of: Acted }) {
  const { t } = useTranslation();
  const turn = t(`words.turn.${turnOf(of)}`);
  const state = t(`words.state.${shownState(of.state, of.outcome)}`);
  return (
    <Popover trigger="click" content={<div className="qi-narrow">{t('ui.no_actions_why', { turn, state })}</div>}>
      <Button type="link">{t('ui.no_actions')}</Button>
    </Popover>
  );
}
