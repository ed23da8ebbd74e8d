import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { onSignedOut } from '@/api/client';
import { meQuery, renew, signIn } from '@/api/session';

const Modal = lazy(async () => ({ default: (await import('antd/es/modal')).default }));
const WARNED = 5 * 60_000;
const LOOK = 20_000;

/** Five minutes before the sign-in ends it is said; after it, the way back to this very page. */
export function SessionEnd() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data: me, refetch } = useQuery(meQuery);
  const [left, setLeft] = useState<number>();
  const [over, setOver] = useState(false);
  const signedIn = Boolean(me);
  const end = me?.session?.ends_at;

  useEffect(() => (signedIn ? onSignedOut(() => setOver(true)) : undefined), [signedIn]);
  useEffect(() => {
    if (!end) return undefined;
    const look = async () => {
      if (Date.parse(end) - Date.now() > WARNED) return;
      const fresh = (await refetch()).data?.session?.ends_at; // whatever was asked meanwhile has moved it on
      const rest = fresh ? Date.parse(fresh) - Date.now() : 0;
      setLeft(rest > 0 && rest <= WARNED ? Math.max(1, Math.ceil(rest / 60_000)) : undefined);
      if (rest <= 0) setOver(true);
    };
    const timer = setInterval(() => void look(), LOOK);
    return () => clearInterval(timer);
  }, [end, refetch]);

  const goOn = async () => {
    queries.setQueryData(meQuery.queryKey, await renew());
    setLeft(undefined);
  };
  if (over) {
    return (
      <Suspense>
        <Modal
          open
          title={t('shell.signed_out.title')}
          okText={t('shell.signed_out.way')}
          cancelText={t('shell.signed_out.here')}
          onOk={() => signIn()}
          onCancel={() => setOver(false)}
        >
          {t('shell.signed_out.text')}
        </Modal>
      </Suspense>
    );
  }
  if (left === undefined) return null;
  return (
    <Suspense>
      <Modal
        open
        title={t('shell.ending.title', { min: left })}
        okText={t('shell.ending.way')}
        cancelButtonProps={{ hidden: true }}
        onOk={goOn}
        onCancel={() => setLeft(undefined)}
      >
        {t('shell.ending.text')}
      </Modal>
    </Suspense>
  );
}
