import { queryOptions, useQuery } from '@tanstack/react-query';

import { client, fetched, said, type Schemas } from './client';
import { Problem } from './problem';

import { dropDrafts } from '@/lib/drafts';
import { i18n } from '@/lib/i18n';

/** Who is signed in; null for a visitor. */
export type Me = Schemas['Me'];

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await said(client.GET('/api/me', { signal }));
    } catch (fault) {
      if (fault instanceof Problem && fault.status === 401) return null;
      throw fault;
    }
  },
  staleTime: 60_000,
});

export function useMe(): Me | null | undefined {
  return useQuery(meQuery).data;
}

/** For pages behind the guard, where somebody is signed in for sure. */
export function useSignedIn(): Me {
  const me = useMe();
  if (!me) throw new Error('used outside the guard');
  return me;
}

/** A navigation, not a call: the gateway sends the browser to the sign-in page and back here. */
export function signIn(back = `${location.pathname}${location.search}${location.hash}`): void {
  const language = i18n.language === 'en' ? 'en' : 'zh-CN';
  location.assign(`/auth/login?return=${encodeURIComponent(back)}&lang=${language}`);
}

export async function signOut(account: string): Promise<void> {
  const { location: next } = await fetched<{ location: string }>('/auth/logout', { method: 'POST' });
  await dropDrafts(account).catch(() => undefined);
  location.assign(next);
}

export function renew(): Promise<Me> {
  return fetched<Me>('/auth/renew', { method: 'POST' });
}
