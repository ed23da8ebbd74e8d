import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

import { asProblem } from '@/api/problem';

/** A page that threw: a new release may have replaced its scripts, so reloading is the way on. */
export function Broken() {
  const { t } = useTranslation();
  const problem = asProblem(useRouteError());
  return (
    <main className="qi-main">
      <h1>{t('shell.broken.title')}</h1>
      <p>{t('shell.broken.text')}</p>
      {problem.trace && <p>{t('ui.trace', { trace: problem.trace })}</p>}
      <Button type="primary" onClick={() => location.reload()}>
        {t('shell.broken.way')}
      </Button>
    </main>
  );
}
