import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, said } from '@/api/client';
import { i18n } from '@/lib/i18n';

type CardsAsked = { station?: string; level?: 'red' | 'yellow'; state?: 'open' | 'closed'; cursor?: string };

export function cardsQuery({ station, level, state, cursor }: CardsAsked) {
  const query = { station: station ?? '', level, state, cursor: cursor ?? '', limit: 50 };
  return queryOptions({
    queryKey: ['cases', 'cards', query],
    queryFn: ({ signal }) => said(client.GET('/api/cards', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export function cardQuery(id: string) {
  return queryOptions({
    queryKey: ['case', 'card', id],
    queryFn: ({ signal }) => said(client.GET('/api/cards/{card}', { params: { path: { card: id } }, signal })),
  });
}

export function loadQuery(station: string, away: string[], until: string, aDay: number) {
  const query = { station, away, until, a_day: aDay };
  return queryOptions({
    queryKey: ['cases', 'load', query],
    queryFn: ({ signal }) => said(client.GET('/api/overview/load', { params: { query }, signal })),
    enabled: station !== '',
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
}

export function clockName(clock: string): string {
  return i18n.t(`ui.clock.name.${clock as 'acceptance'}`, { defaultValue: clock });
}
