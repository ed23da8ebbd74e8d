import { useQuery } from '@tanstack/react-query';
import { Flex, Statistic, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Level } from './Level';
import { cardsQuery, clockName } from './queries';

import type { Schemas } from '@/api/client';
import { boardQuery } from '@/api/desk';
import { stationsQuery } from '@/api/queries';
import { DataTable, type Column } from '@/ui/DataTable';
import { DateText } from '@/ui/DateText';
import { Answer, Empty } from '@/ui/blocks';
import { useFilters } from '@/ui/useFilters';

type Station = Schemas['StationRow'];
type Card = Schemas['SupervisionCard'];
const SUMS = ['red', 'yellow', 'black', 'deemed', 'tomorrow', 'ratings'] as const;
const SHAPES = { red: '■', yellow: '▲', black: '◆', deemed: '', tomorrow: '', ratings: '' } as const;
const idOf = ({ id }: Card) => id;

/** V1: what is burning, where, and who answers. */
export function Board() {
  const { t } = useTranslation();
  const [filters, change] = useFilters();
  const station = filters.get('station') ?? undefined;
  const cursor = filters.get('cursor') ?? undefined;
  const level = filters.get('level') === 'red' ? 'red' : filters.get('level') === 'yellow' ? 'yellow' : undefined;
  const cards = useQuery(cardsQuery({ station, level, cursor }));
  const columns = useCardColumns();
  return (
    <>
      <h1>{t('supervision.title')}</h1>
      <Answer query={useQuery(boardQuery)} rows={10}>
        {(board) => (
          <>
            <Flex gap="large" wrap className="qi-panel qi-gap">
              {SUMS.map((name) => (
                <Statistic
                  key={name}
                  title={t(`supervision.sum.${name}`)}
                  prefix={SHAPES[name] && <span aria-hidden>{SHAPES[name]}</span>}
                  value={board.stations.reduce((sum, row) => sum + row[name], 0)}
                />
              ))}
            </Flex>
            <div className="qi-two">
              <Stations rows={board.stations} cap={board.cap} chosen={station} />
              <div>
                <Flex gap="small" align="center" wrap className="qi-bar">
                  <h2 className="qi-h3">{t('supervision.cards')}</h2>
                  {station && <Link to="/supervision">{t('ui.clear_filters')}</Link>}
                </Flex>
                <Answer query={cards} rows={6}>
                  {(page) => (
                    <DataTable<Card>
                      label={t('supervision.cards')}
                      rows={page.cards}
                      rowKey={idOf}
                      columns={columns}
                      next={page.next}
                      paged={Boolean(cursor)}
                      onPage={(to) => change({ cursor: to })}
                      empty={<Empty text={t('supervision.no_cards')} />}
                    />
                  )}
                </Answer>
              </div>
            </div>
          </>
        )}
      </Answer>
    </>
  );
}

function useCardColumns(): Column<Card>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'card',
      title: t('supervision.card'),
      width: 150,
      render: ({ id, no, level }) => (
        <>
          <Level level={level} /> <Link to={`/supervision/cards/${encodeURIComponent(id)}`}>…{no.slice(-12)}</Link>
        </>
      ),
    },
    {
      key: 'clock',
      title: t('supervision.chain'),
      render: ({ clock, subject, item }) => `${item} · ${clockName(clock)}${subject ? ` · ${subject}` : ''}`,
    },
    { key: 'on', title: t('supervision.since'), width: 150, render: ({ on }) => <DateText day={on} /> },
    {
      key: 'answer',
      title: t('supervision.answer_by'),
      width: 150,
      render: ({ answer_by, escalated_on }) =>
        escalated_on ? t('supervision.escalated') : <DateText day={answer_by} />,
    },
  ];
}

/** Stations side by side; each figure leads to what it counts. */
function Stations({ rows, cap, chosen }: { rows: Station[]; cap: number; chosen?: string }) {
  const { t } = useTranslation();
  const stations = useQuery(stationsQuery).data ?? [];
  const nameOf = (code: string) => {
    const found = stations.find((one) => one.code === code);
    return found?.name ?? code;
  };
  const figure = (name: (typeof SUMS)[number]) => ({
    key: name,
    title: t(`supervision.sum.${name}`),
    width: 72,
    render: (_: unknown, row: Station) => <Figure row={row} name={name} place={nameOf(row.station)} />,
  });
  return (
    <div role="region" aria-label={t('supervision.stations')} tabIndex={0} className="qi-scroll">
      <Table<Station>
        size="small"
        pagination={false}
        dataSource={rows}
        rowKey="station"
        rowClassName={({ station }) => (station === chosen ? 'ant-table-row-selected' : '')}
        columns={[
          {
            key: 'station',
            title: t('supervision.station'),
            render: (_, { station }) => <Link to={`/supervision/load?station=${station}`}>{nameOf(station)}</Link>,
          },
          {
            key: 'open',
            title: t('supervision.open'),
            width: 64,
            render: (_, { open }) => (open >= cap ? `${cap}+` : open),
          },
          ...SUMS.map(figure),
        ]}
      />
    </div>
  );
}

function Figure({ row, name, place }: { row: Station; name: (typeof SUMS)[number]; place: string }) {
  const { t } = useTranslation();
  const n = row[name];
  const label = `${place} ${t(`supervision.sum.${name}`)} ${n}`;
  if (n === 0 || name === 'tomorrow') return <span className="qi-figures">{n}</span>;
  const to = name === 'ratings' ? '/supervision/ratings' : `/supervision?station=${row.station}`;
  return (
    <Link to={to} className="qi-figures">
      {n}
      <span className="qi-spoken"> {label}</span>
    </Link>
  );
}
