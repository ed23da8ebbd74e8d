import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, ConfigProvider, Layout as Frame, Typography } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation, useMatches, useNavigation } from 'react-router';

import { BottomBar, Header } from './Header';
import { SessionEnd } from './SessionEnd';
import { isDesk, mayOpen } from './access';
import type { Page } from './page';

import { follow, liveState } from '@/api/live';
import { meQuery } from '@/api/session';
import { useScheme } from '@/lib/scheme';
import { themeOf } from '@/lib/theme';
import { titleParts } from '@/lib/title';
import { useOnline } from '@/lib/useOnline';
import { Loading } from '@/ui/blocks';

const Away = lazy(async () => ({ default: (await import('./system')).Away }));
const Forbidden = lazy(async () => ({ default: (await import('./system')).Forbidden }));
const NeedSignIn = lazy(async () => ({ default: (await import('./system')).NeedSignIn }));
const MAIN = 'main';

/** The frame around every page: what is the same everywhere, and what happens when the page changes. */
export function Layout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const scheme = useScheme();
  const desk = isDesk(pathname);
  const theme = useMemo(() => themeOf(scheme, desk), [scheme, desk]);
  const page = usePage();
  useArrival(pathname, page);
  useLive();
  return (
    <Frame className={desk ? 'qi-frame qi-desk' : 'qi-frame'}>
      <a className="qi-skip" href={`#${MAIN}`}>
        {t('shell.skip')}
      </a>
      <Header />
      <Progress />
      <ConfigProvider theme={theme}>
        <Frame.Content id={MAIN} tabIndex={-1} className="qi-main">
          <Notices />
          <Crumbs page={page} />
          <Suspense fallback={<Loading rows={8} />}>
            <Guarded page={page} />
          </Suspense>
        </Frame.Content>
      </ConfigProvider>
      <Foot />
      <BottomBar />
      <SessionEnd />
    </Frame>
  );
}

function usePage(): Page | undefined {
  return useMatches().at(-1)?.handle as Page | undefined;
}

function Guarded({ page }: { page: Page | undefined }) {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (!page?.roles) return <Outlet />;
  if (error && me === undefined) return <Away onRetry={() => void refetch()} />;
  if (me === undefined) return <Loading rows={8} />;
  if (me === null) return <NeedSignIn />;
  return mayOpen(me.roles, page.roles) ? <Outlet /> : <Forbidden roles={page.roles} />;
}

/** Title and focus follow the page; not on the first one, where the browser's own beginning is right. */
function useArrival(pathname: string, page: Page | undefined): void {
  const { t } = useTranslation();
  const { about, failed } = useSyncExternalStore(titleParts.subscribe, titleParts.get);
  const first = useRef(true);
  const name = page ? t(page.title as 'shell.name') : '';
  useEffect(() => {
    const parts = [name, about, t('shell.name')].filter(Boolean).join(' · ');
    document.title = failed ? `${t('shell.error_title')}${parts}` : parts;
  }, [name, about, failed, t]);
  useEffect(() => {
    if (!first.current) document.getElementById(MAIN)?.focus({ preventScroll: false });
    first.current = false;
  }, [pathname]);
}

function useLive(): void {
  const queries = useQueryClient();
  const account = useQuery(meQuery).data?.subject;
  useEffect(() => (account ? follow(account, queries) : undefined), [account, queries]);
}

function Progress() {
  const busy = useNavigation().state === 'loading';
  return <div className={busy ? 'qi-progress-line qi-busy' : 'qi-progress-line'} aria-hidden />;
}

function Notices() {
  const { t } = useTranslation();
  const online = useOnline();
  const before = useRef(online);
  const back = online && !before.current;
  useEffect(() => {
    before.current = online;
  }, [online]);
  return (
    <div role="status" className="qi-notices">
      {!online && <Alert type="warning" banner title={t('shell.offline')} />}
      {back && <Alert type="success" banner closable title={t('shell.online_again')} />}
    </div>
  );
}

function Crumbs({ page }: { page: Page | undefined }) {
  const { t } = useTranslation();
  const { about } = useSyncExternalStore(titleParts.subscribe, titleParts.get);
  if (!page?.parent) return null;
  const { parent } = page;
  return (
    <nav aria-label={t('shell.breadcrumb')} className="qi-crumbs">
      <Link to={parent.path}>{t(parent.title as 'shell.name')}</Link>
      <span aria-hidden> / </span>
      <span aria-current="page">{about || t(page.title as 'shell.name')}</span>
    </nav>
  );
}

function Foot() {
  const { t } = useTranslation();
  const state = useSyncExternalStore(liveState.subscribe, liveState.get);
  return (
    <Frame.Footer className="qi-foot">
      <Typography.Text type="secondary">
        {t('shell.footer')}
        {state === 'polling' && ` · ${t('shell.polling')}`}
      </Typography.Text>
    </Frame.Footer>
  );
}
