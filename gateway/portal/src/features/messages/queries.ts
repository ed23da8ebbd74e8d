import { queryOptions } from '@tanstack/react-query';

import { client, said, type Schemas } from '@/api/client';

export type Message = Schemas['Message'];

export const messagesQuery = queryOptions({
  queryKey: ['cases', 'messages'], // stale with the cases: every message is of one
  queryFn: ({ signal }) => said(client.GET('/api/messages', { params: { query: { limit: 100 } }, signal })),
});

export function markRead(ids: string[]) {
  return said(client.POST('/api/messages/read', { body: { ids } }));
}

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: ({ signal }) => said(client.GET('/api/messages/preferences', { signal })),
});

export function keepPreferences(body: Schemas['PreferencesBody']) {
  return said(client.PUT('/api/messages/preferences', { body }));
}
