import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Flex, Input, Select, Statistic } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Leave } from './Leave';

import type { Schemas } from '@/api/client';
import { changeDesk, colleaguesQuery, countsQuery, mineQuery } from '@/api/desk';
import { QUEUE_VIEWS } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { useKeys } from '@/lib/keys';
import { MomentText } from '@/ui/DateText';
import { StateTag } from '@/ui/StateTag';
import { Answer, Empty, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

type Row = Schemas['DeskRow'];
const OPEN = new Set(['filed', 'received', 'correction', 'accepted', 'dispatched', 'in_review', 'decided', 'closed']);

/** C10: what is left of the day, what one has begun, and who goes on with it. */
export function Day() {
  const { t } = useTranslation();
  const counts = useQuery(countsQuery).data;
  return (
    <Flex vertical gap="middle">
      <h1>{t('desk.day.title')}</h1>
      <section aria-label={t('desk.day.left')} className="qi-panel">
        <h2 className="qi-h3">{t('desk.day.left')}</h2>
        <Flex gap="large" wrap>
          {QUEUE_VIEWS.map((view) => (
            <Link key={view} to={`/desk?view=${view}`}>
              <Statistic
                title={t(`desk.view.${view}`)}
                value={counts?.counts.find((one) => one.view === view)?.n ?? '–'}
              />
            </Link>
          ))}
        </Flex>
      </section>
      <section aria-label={t('desk.day.begun')} className="qi-panel">
        <h2 className="qi-h3">{t('desk.day.begun')}</h2>
        <Answer query={useQuery(mineQuery)}>
          {(desks) => <HandOver rows={desks.filter(({ state }) => OPEN.has(state ?? ''))} />}
        </Answer>
      </section>
      <Leave />
    </Flex>
  );
}

function HandOver({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const { username } = useSignedIn();
  const queries = useQueryClient();
  const [ticked, setTicked] = useState<string[]>([]);
  const [to, setTo] = useState<string>();
  const [note, setNote] = useState('');
  const others = (useQuery(colleaguesQuery).data ?? []).filter(({ account }) => account !== username);
  const away = others.find(({ account }) => account === to)?.away;
  const hand = useMutation({
    mutationFn: async (account: string) => {
      for (const no of ticked) {
        if (note.trim()) await changeDesk(no, 'log', { means: 'message', text: note.trim() });
        await changeDesk(no, 'transfer', { to: account });
      }
      return { n: ticked.length, account };
    },
    onSettled: () => {
      setTicked([]);
      return queries.invalidateQueries({ queryKey: ['desks'] });
    },
  });
  const ready = to !== undefined && ticked.length > 0 && !hand.isPending;
  useKeys({ 'Ctrl+Enter': () => ready && hand.mutate(to) });
  return (
    <Flex vertical gap="small">
      {rows.length === 0 ? (
        <Empty text={t('desk.day.none')} />
      ) : (
        <ul className="qi-plain">
          {rows.map(({ no, item_name, applicant_name, state, claim }) => (
            <li key={no}>
              <Flex gap="small" align="center" wrap>
                <Checkbox
                  checked={ticked.includes(no)}
                  onChange={({ target }) =>
                    setTicked(target.checked ? [...ticked, no] : ticked.filter((one) => one !== no))
                  }
                >
                  {applicant_name} · {item_name} · {no.slice(-16)}
                </Checkbox>
                <StateTag state={state ?? ''} />
                <MomentText at={claim?.since} />
                <Link to={`/desk/cases/${no}`}>{t('desk.day.open')}</Link>
              </Flex>
            </li>
          ))}
        </ul>
      )}
      <Flex gap="small" wrap align="center">
        <Select
          className="qi-find"
          aria-label={t('desk.day.to')}
          placeholder={t('desk.day.to')}
          value={to}
          options={others.map(({ account, away: gone }) => ({
            value: account,
            label: gone ? t('desk.day.away', { who: account }) : account,
          }))}
          notFoundContent={t('desk.day.nobody')}
          onChange={setTo}
        />
        <Input
          className="qi-wide-select"
          aria-label={t('desk.day.note')}
          placeholder={t('desk.day.note')}
          maxLength={500}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
        <Button type="primary" disabled={!ready} {...busy(hand.isPending)} onClick={() => ready && hand.mutate(to)}>
          {t('desk.day.hand', { n: ticked.length })}
        </Button>
      </Flex>
      {away && <Alert type="warning" showIcon title={t('desk.day.on_leave')} />}
      <div role="status">
        {hand.data && (
          <Alert type="success" showIcon title={t('desk.day.handed', { n: hand.data.n, who: hand.data.account })} />
        )}
      </div>
      {hand.error && <ErrorBlock error={hand.error} />}
    </Flex>
  );
}
