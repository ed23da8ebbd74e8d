import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { ratingsQuery } from '@/api/desk';
import { caseQuery, stationsQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { actionLabel } from '@/ui/ActionBar';
import { ClockChip } from '@/ui/ClockChip';
import { DataTable, type Column } from '@/ui/DataTable';
import { DateText } from '@/ui/DateText';
import { Acts } from '@/ui/act/Acts';
import { CASE_MOVES } from '@/ui/act/moves';
import { Answer, Empty } from '@/ui/blocks';

type Row = Schemas['RatingRow'];
const RECTIFY = CASE_MOVES.filter(({ action }) => action === 'rectify');
const numberOf = ({ no }: Row) => no;

/** V4: bad ratings: the level stays as it was given, who gave it is told nobody. */
export function Ratings() {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const clerk = useSignedIn().roles.includes('clerk');
  const stations = useQuery(stationsQuery).data ?? [];
  const columns: Column<Row>[] = [
    {
      key: 'level',
      title: t('supervision.rating.level'),
      width: 110,
      render: ({ level }) => <strong>{t(`supervision.rating.levels.${String(level) as '1'}`)}</strong>,
    },
    {
      key: 'item',
      title: t('words.field.item'),
      cut: true,
      render: ({ item, item_name }) => `${item} ${item_name ?? ''}`,
    },
    {
      key: 'station',
      title: t('words.field.station'),
      cut: true,
      render: ({ station }) => stations.find(({ code }) => code === station)?.name ?? station,
    },
    { key: 'on', title: t('supervision.rating.on'), width: 150, render: ({ rated_on }) => <DateText day={rated_on} /> },
    { key: 'said', title: t('supervision.rating.said'), render: ({ comment }) => comment ?? '–' },
    done
      ? { key: 'measure', title: t('supervision.rating.measure'), render: ({ measure }) => measure ?? '–' }
      : { key: 'due', title: t('words.field.latest'), width: 190, render: ({ due }) => <ClockChip due={due} /> },
    ...(clerk && !done
      ? [
          {
            key: 'act',
            title: t('act.acts'),
            width: 96,
            render: (row: Row) => (
              <Button size="small" aria-label={`${actionLabel('rectify')} ${row.no}`} onClick={() => setChosen(row.no)}>
                {actionLabel('rectify')}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <h1>{t('supervision.rating.title')}</h1>
      <Segmented
        aria-label={t('words.field.state')}
        className="qi-gap"
        value={done ? 'done' : 'open'}
        options={(['open', 'done'] as const).map((one) => ({ value: one, label: t(`supervision.rating.${one}`) }))}
        onChange={(next) => setDone(next === 'done')}
      />
      {chosen && <Mend no={chosen} onClosed={() => setChosen(undefined)} />}
      <Answer query={useQuery(ratingsQuery)} rows={6}>
        {(rows) => (
          <DataTable<Row>
            label={t('supervision.rating.title')}
            rows={rows.filter(({ mended_on }) => Boolean(mended_on) === done)}
            rowKey={numberOf}
            columns={columns}
            empty={<Empty text={t('supervision.rating.none')} />}
          />
        )}
      </Answer>
      <Typography.Text type="secondary">{t('supervision.rating.secret')}</Typography.Text>
    </>
  );
}

function Mend({ no, onClosed }: { no: string; onClosed: () => void }) {
  const found = useQuery(caseQuery(no)).data;
  return found && <Acts resource="cases" subject={found} rows={RECTIFY} hidden chosen="rectify" onClosed={onClosed} />;
}
