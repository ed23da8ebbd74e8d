import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Flex, Input, InputNumber, Select, Slider, Statistic, Table, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { loadQuery } from './queries';

import type { Schemas } from '@/api/client';
import { changeDesk } from '@/api/desk';
import { asProblem, type Problem } from '@/api/problem';
import { stationsQuery } from '@/api/queries';
import { today } from '@/lib/days';
import { CaseNumber } from '@/ui/CaseNumber';
import { ClockChip } from '@/ui/ClockChip';
import { DateText } from '@/ui/DateText';
import { StateTag } from '@/ui/StateTag';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

type Load = Schemas['Load'];
const MOST_A_DAY = 60;

/** V3: who has how much, and what would be late if some of them were away. */
export function LoadPage() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const stations = useQuery(stationsQuery).data ?? [];
  const station = filters.get('station') ?? stations[0]?.code ?? '';
  const [away, setAway] = useState<string[]>([]);
  const [until, setUntil] = useState('');
  const [aDay, setADay] = useState(0);
  return (
    <>
      <Flex gap="small" align="center" wrap className="qi-bar">
        <h1>{t('supervision.load.title')}</h1>
        <Select
          className="qi-wide-select"
          aria-label={t('words.field.station')}
          value={station || undefined}
          options={stations.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(next: string) => {
            setAway([]);
            change({ station: next });
          }}
        />
        <Input
          type="date"
          className="qi-day"
          aria-label={t('supervision.load.until')}
          min={today()}
          value={until}
          onChange={({ target }) => setUntil(target.value)}
        />
      </Flex>
      <Answer query={useQuery(loadQuery(station, away, until, aDay))} rows={8}>
        {(load) => (
          <Flex vertical gap="small">
            <Sums load={load} onADay={setADay} />
            <Clerks load={load} away={away} onAway={setAway} />
            <Late load={load} />
          </Flex>
        )}
      </Answer>
    </>
  );
}

function Sums({ load, onADay }: { load: Load; onADay: (n: number) => void }) {
  const { t } = useTranslation();
  const label = t('supervision.load.a_day');
  return (
    <Flex gap="large" wrap align="center" className="qi-panel">
      <Statistic title={t('supervision.load.waiting', { day: load.until ?? '' })} value={load.waiting} />
      <Statistic title={t('supervision.load.capacity', { n: load.days })} value={load.capacity} />
      <Statistic title={t('supervision.load.late')} value={load.late.length} />
      <div className="qi-slider">
        <Typography.Text>{label}</Typography.Text>
        <Flex gap="small" align="center">
          <Slider
            className="qi-grow"
            min={1}
            max={MOST_A_DAY}
            value={load.a_day}
            ariaLabelForHandle={label}
            onChange={onADay}
          />
          <InputNumber<number>
            size="small"
            min={1}
            max={MOST_A_DAY}
            value={load.a_day}
            aria-label={label}
            onChange={(n) => onADay(n ?? 0)}
          />
        </Flex>
      </div>
    </Flex>
  );
}

type Choosing = { load: Load; away: string[]; onAway: (away: string[]) => void };

function Clerks({ load, away, onAway }: Choosing) {
  const { t } = useTranslation();
  return (
    <div role="region" aria-label={t('supervision.load.clerks')} tabIndex={0} className="qi-scroll">
      <Table<Load['clerks'][number]>
        size="small"
        pagination={false}
        rowKey={({ account }) => account ?? ''}
        dataSource={load.clerks}
        locale={{ emptyText: t('supervision.load.none') }}
        columns={[
          {
            key: 'who',
            title: t('supervision.load.clerk'),
            render: (_, { account }) => account ?? t('supervision.load.nobody'),
          },
          { key: 'hand', title: t('supervision.load.in_hand'), width: 96, dataIndex: 'in_hand' },
          { key: 'due', title: t('supervision.load.due'), width: 120, dataIndex: 'due' },
          {
            key: 'away',
            title: t('supervision.load.away'),
            width: 96,
            render: (_, { account }) =>
              account && (
                <Checkbox
                  aria-label={t('supervision.load.away_of', { who: account })}
                  checked={away.includes(account)}
                  onChange={({ target }) =>
                    onAway(target.checked ? [...away, account] : away.filter((one) => one !== account))
                  }
                />
              ),
          },
        ]}
      />
    </div>
  );
}

/** What would be late, and to whom it may be given instead. */
function Late({ load }: { load: Load }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<Problem>();
  const [moved, setMoved] = useState<{ no: string; to: string }>();
  const there = load.clerks.filter(({ account, away }) => account && !away).map(({ account }) => account ?? '');
  const give = async (no: string, to: string) => {
    try {
      await changeDesk(no, 'transfer', { to });
      setMoved({ no, to });
      setProblem(undefined);
      await queries.invalidateQueries({ queryKey: ['cases', 'load'] });
    } catch (fault) {
      setProblem(asProblem(fault));
    }
  };
  return (
    <section aria-label={t('supervision.load.late')}>
      <h2 className="qi-h3">{t('supervision.load.late')}</h2>
      <div role="status">{moved && <Alert type="success" showIcon title={t('supervision.load.given', moved)} />}</div>
      {problem && <ErrorBlock error={problem} />}
      {load.late.length === 0 ? (
        <Empty text={t('supervision.load.all_in_time')} />
      ) : (
        <ul className="qi-plain">
          {load.late.map((one) => (
            <li key={one.no}>
              <Flex gap="small" align="center" wrap>
                <CaseNumber no={one.no} short />
                <span>
                  {one.item} {one.item_name}
                </span>
                <StateTag state={one.state} />
                <ClockChip due={one.due} />
                <DateText day={one.due?.on} />
                <span>{one.account ?? t('supervision.load.nobody')}</span>
                {there
                  .filter((account) => account !== one.account)
                  .map((account) => (
                    <Button key={account} size="small" onClick={() => void give(one.no, account)}>
                      {t('supervision.load.give', { who: account })}
                    </Button>
                  ))}
              </Flex>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
