import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { landingOf, type Role } from './access';

import { signIn, useMe } from '@/api/session';

/** P8: what is said when there is no page to show, and the one way on. */
export function Missing() {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={<h1 className="qi-result">{t('shell.missing.title')}</h1>}
      subTitle={t('shell.missing.text')}
      extra={<Link to="/">{t('shell.missing.way')}</Link>}
    />
  );
}

export function Forbidden({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const names = roles.map((role) => t(`words.role.${role}`)).join('、');
  return (
    <Result
      status="403"
      title={<h1 className="qi-result">{t('shell.forbidden.title')}</h1>}
      subTitle={`${t('shell.forbidden.text', { roles: names })}${t('shell.forbidden.why')}`}
      extra={<Link to={landingOf(me?.roles ?? [])}>{t('shell.forbidden.way')}</Link>}
    />
  );
}

export function NeedSignIn() {
  const { t } = useTranslation();
  return (
    <Result
      status="info"
      title={<h1 className="qi-result">{t('shell.need_sign_in.title')}</h1>}
      subTitle={t('shell.need_sign_in.text')}
      extra={
        <Button type="primary" onClick={() => signIn()}>
          {t('shell.sign_in')}
        </Button>
      }
    />
  );
}

export function Away({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <Result
      status="500"
      title={<h1 className="qi-result">{t('shell.away.title')}</h1>}
      subTitle={t('shell.away.text')}
      extra={
        <Button type="primary" onClick={onRetry}>
          {t('ui.retry')}
        </Button>
      }
    />
  );
}
