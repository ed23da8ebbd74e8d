import type { TurnProps } from './Turn';

import { RatingForm } from '@/ui/RatingForm';

/** The rating of a case of one's own. */
export function Rate({ busy, act }: TurnProps) {
  return <RatingForm busy={busy} onRate={(rating) => act('rate', rating)} />;
}
