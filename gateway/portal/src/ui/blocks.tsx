import { Alert, Button, Empty as AntEmpty, Flex, Skeleton, Typography } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { reasonText } from './reason';

import { asProblem } from '@/api/problem';

/** Nothing for 300 ms, then a skeleton in about the final shape. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={t('shell.loading')} className="qi-loading">
      {late && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  );
}

/** Why there is nothing, and one way on. */
export function Empty({ text, children }: { text?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <AntEmpty image={AntEmpty.PRESENTED_IMAGE_SIMPLE} description={text ?? t('ui.empty')}>
      {children}
    </AntEmpty>
  );
}

type Trouble = { error: unknown; onRetry?: () => void; title?: ReactNode };

/** A refusal where it belongs, with the number to read out; the rest of the page lives on. */
export function ErrorBlock({ error, onRetry, title }: Trouble) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  return (
    <Alert
      type="error"
      showIcon
      title={title ?? reasonText(problem)}
      description={
        <Flex vertical gap="small" align="start">
          {title && <span>{reasonText(problem)}</span>}
          {problem.trace && (
            <Typography.Text type="secondary">{t('ui.trace', { trace: problem.trace })}</Typography.Text>
          )}
          {onRetry && (
            <Button size="small" onClick={onRetry}>
              {t('ui.retry')}
            </Button>
          )}
        </Flex>
      }
    />
  );
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
type Shown<T> = { query: Asked<T>; rows?: number; children: (data: T) => ReactNode };

/** A query's answer, or that it is on its way, or why there is none; what is shown already stays. */
export function Answer<T>({ query, rows, children }: Shown<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorBlock error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
