import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { shownState, STATES, turnOf } from './states';

import { i18n } from '@/lib/i18n';

type Shown = { state: string; outcome?: string | null; deemed?: boolean; plain?: boolean };

/** A state by one table: label and tone; on pages for the public what it means in plain words. */
export function StateTag({ state, outcome, deemed, plain = false }: Shown) {
  const { t } = useTranslation();
  const shown = shownState(state, outcome, deemed);
  const tag = <Tag color={STATES[shown].tone}>{t(`words.state.${shown}`)}</Tag>;
  if (!plain || !i18n.exists(`words.plain.${state}`)) return tag;
  return (
    <Flex vertical gap={4} align="start">
      {tag}
      <Typography.Text>{t(`words.plain.${state as 'filed'}`)}</Typography.Text>
    </Flex>
  );
}

type Turned = { of: { state: string; outcome?: string | null; next_by?: string | null }; applicantIsYou?: boolean };

export function TurnText({ of, applicantIsYou = false }: Turned) {
  const { t } = useTranslation();
  const turn = turnOf(of);
  return <span>{t(`words.turn.${turn === 'applicant' && applicantIsYou ? 'you' : turn}`)}</span>;
}
