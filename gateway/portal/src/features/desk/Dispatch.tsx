import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { itemsQuery } from '@/api/queries';
import { MomentText } from '@/ui/DateText';
import { StateTag } from '@/ui/StateTag';
import { Acts } from '@/ui/act/Acts';
import type { MoveRow } from '@/ui/act/moves';

type Part = Schemas['CasePart'];
type Shown = { found: Schemas['Case']; item: Schemas['Item'] | undefined };

/** C5: the parts as lanes: whose, after which, where each stands; one can be sent once more without touching the others. */
export function Dispatch({ found, item }: Shown) {
  const { t } = useTranslation();
  const [again, setAgain] = useState<string>();
  const items = useQuery(itemsQuery).data ?? [];
  const daysOf = (code: string) => items.find((one) => one.code === code)?.promised_days;
  const nameOf = (code: string) => found.parts.find((part) => part.item === code)?.item_name ?? code;
  const may = found.actions.includes('send_part');
  return (
    <>
      {item?.join && found.parts.length > 1 && (
        <Typography.Paragraph type="secondary" className="qi-effect">
          <Join join={item.join} />
        </Typography.Paragraph>
      )}
      <ol className="qi-plain qi-lanes" aria-label={t('desk.tab.parts', { n: found.parts.length })}>
        {found.parts.map((part) => (
          <li key={part.id} className="qi-lane">
            <Flex gap="small" align="center" wrap>
              <strong>
                {part.item} {part.item_name}
              </strong>
              <StateTag state={part.state} />
              {!part.mandatory && <Tag>{t('desk.part.optional')}</Tag>}
            </Flex>
            <Where part={part} days={daysOf(part.item)} after={part.needs.map(nameOf)} />
            {may && part.sent_at && (
              <Button
                size="small"
                onClick={() => setAgain(part.id)}
                aria-label={t('desk.part.again_of', { name: nameOf(part.item) })}
              >
                {t('desk.part.again')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {again && (
        <Acts
          resource="cases"
          subject={found}
          rows={AGAIN}
          known={{ part: again }}
          hidden
          chosen="send_part"
          onClosed={() => setAgain(undefined)}
        />
      )}
    </>
  );
}

const AGAIN: readonly MoveRow[] = [
  { action: 'send_part', fields: [{ name: 'reason', kind: 'long', required: true }], carries: ['part'] },
];

/** The unit, what it waits for, and when it was sent, arrived, taken and finished. */
function Where({ part, days, after }: { part: Part; days: number | null | undefined; after: string[] }) {
  const { t } = useTranslation();
  const steps = (['sent_at', 'arrived_at', 'taken_at', 'finished_at'] as const).filter((step) => part[step]);
  const last = steps.at(-1);
  return (
    <Flex gap={4} wrap>
      <Typography.Text type="secondary">
        {part.unit ?? part.organ ?? t(`words.domain.${part.domain as 'metrology'}`)}
        {days ? ` · ${t('desk.part.days', { n: days })}` : ''}
        {after.length > 0 && ` · ↳ ${t('act.after', { names: after.join('、') })}`}
      </Typography.Text>
      <Typography.Text type="secondary">
        {last ? (
          <>
            {t(`desk.part.${last}`)} <MomentText at={part[last]} />
          </>
        ) : (
          t('desk.part.not_sent')
        )}
      </Typography.Text>
      {part.remark && <span className="qi-break">{part.remark}</span>}
    </Flex>
  );
}

/** How many parts have to come out well. */
function Join({ join }: { join: string }) {
  const { t } = useTranslation();
  if (join === 'all') return t('desk.join.all');
  if (join === 'any') return t('desk.join.any');
  return t('desk.join.some', { n: join });
}
