import { DownOutlined, MenuOutlined, MoonOutlined, SunOutlined, UserOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Grid, Layout as Frame, Popover } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

import { landingOf, menuOf } from './access';

import { meQuery, signIn, signOut } from '@/api/session';
import { speak, useLanguage } from '@/lib/i18n';
import { choose, useScheme } from '@/lib/scheme';

const StaffKeys = lazy(async () => ({ default: (await import('./StaffKeys')).StaffKeys }));
const Drawer = lazy(() => import('antd/es/drawer'));

function useRoles(): readonly string[] {
  return useQuery(meQuery).data?.roles ?? [];
}

/** The path of the menu's entry that this page belongs to: the longest that its own begins with. */
function useSelected(): string | undefined {
  const { pathname } = useLocation();
  const paths = menuOf(useRoles()).map(({ path }) => path);
  const fitting = paths.filter((path) => path === pathname || (path !== '/' && pathname.startsWith(`${path}/`)));
  return fitting.sort((one, other) => other.length - one.length)[0];
}

/** The pages of one's roles; with several roles their groups follow one another. */
function Entries({ of, onChoose }: { of: ReturnType<typeof menuOf>; onChoose?: () => void }) {
  const { t } = useTranslation();
  const selected = useSelected();
  return of.map(({ path, name }) => (
    <Link key={path} to={path} aria-current={path === selected ? 'page' : undefined} onClick={onChoose}>
      {t(`shell.menu.${name}`)}
    </Link>
  ));
}

export function Header() {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const roles = useRoles();
  return (
    <Frame.Header className="qi-header">
      {roles.includes('clerk') && (
        <Suspense>
          <StaffKeys />
        </Suspense>
      )}
      {!wide && <PhoneMenu />}
      <Link to={landingOf(roles)} className="qi-brand">
        <img src="/mark.svg" alt="" width={24} height={24} />
        <span>{t('shell.name')}</span>
      </Link>
      {wide ? (
        <nav aria-label={t('shell.main_menu')} className="qi-menu">
          <Entries of={menuOf(roles)} />
        </nav>
      ) : (
        <span className="qi-menu" />
      )}
      <Flex align="center" gap={4}>
        <SchemeSwitch />
        <LanguageSwitch />
        <Account />
      </Flex>
    </Frame.Header>
  );
}

function PhoneMenu() {
  const { t } = useTranslation();
  const roles = useRoles();
  const [open, setOpen] = useState(false);
  const shut = () => setOpen(false);
  return (
    <>
      <Button
        type="text"
        icon={<MenuOutlined aria-hidden />}
        aria-label={t('shell.open_menu')}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Suspense>
          <Drawer open onClose={shut} placement="left" size={280} title={t('shell.main_menu')}>
            <nav aria-label={t('shell.main_menu')} className="qi-drawer">
              <Entries of={menuOf(roles)} onChoose={shut} />
            </nav>
          </Drawer>
        </Suspense>
      )}
    </>
  );
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const scheme = useScheme();
  const dark = scheme === 'dark';
  const label = t(dark ? 'shell.to_light' : 'shell.to_dark');
  const icon = dark ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />;
  return (
    <Button type="text" icon={icon} aria-label={label} title={label} onClick={() => choose(dark ? 'light' : 'dark')} />
  );
}

function LanguageSwitch() {
  const english = useLanguage() === 'en';
  const { t } = useTranslation();
  return (
    <Button type="text" lang={english ? 'zh-CN' : 'en'} onClick={() => void speak(english ? 'zh-CN' : 'en')}>
      {english ? t('shell.chinese') : t('shell.english')}
    </Button>
  );
}

function Account() {
  const { t } = useTranslation();
  const me = useQuery(meQuery).data;
  if (!me) {
    return (
      <Button type="primary" onClick={() => signIn()}>
        {t('shell.sign_in')}
      </Button>
    );
  }
  const own = (
    <Flex vertical gap="small">
      <span>{me.roles.map((role) => t(`words.role.${role as 'clerk'}`)).join(' · ')}</span>
      <Button onClick={() => void signOut(me.subject)}>{t('shell.sign_out')}</Button>
    </Flex>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={own}>
      <Button type="text" aria-label={`${t('shell.account')} ${me.name}`} icon={<UserOutlined aria-hidden />}>
        <span className="qi-wide-only">
          {me.name} <DownOutlined aria-hidden />
        </span>
      </Button>
    </Popover>
  );
}

const MOST = 4;

/** On the phone the first pages of the menu are under the thumb. */
export function BottomBar() {
  const { t } = useTranslation();
  const wide = Grid.useBreakpoint().md ?? true;
  const roles = useRoles();
  const own = menuOf(roles).filter(({ roles: needed }) => needed);
  if (wide || own.length === 0) return null;
  return (
    <nav aria-label={t('shell.menu.home')} className="qi-bottom">
      <Entries of={[...own, ...menuOf([])].slice(0, MOST)} />
    </nav>
  );
}
