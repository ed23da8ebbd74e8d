import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Correction } from './Correction';
import { Promises } from './Promises';
import { Rate } from './Rate';

import type { Schemas } from '@/api/client';
import type { Problem } from '@/api/problem';
import { actionLabel } from '@/ui/ActionBar';
import { ErrorBlock } from '@/ui/blocks';
import { useAction } from '@/ui/useAction';

type Case = Schemas['Case'];
export type TurnProps = {
  of: Case;
  item?: Schemas['Item'];
  busy: boolean;
  act: (action: string, words?: Record<string, unknown>) => void;
};

const PANELS: Record<string, (props: TurnProps) => ReactNode> = {
  resubmit: Correction,
  keep_promise: Promises,
  rate: Rate,
};

/** What the applicant may do now: as much as the server allows, each with its own panel. */
export function Turn({ of, item }: { of: Case; item?: Schemas['Item'] }) {
  const { t } = useTranslation();
  const action = useAction('cases', of.no);
  const act = (name: string, words?: Record<string, unknown>) =>
    action.mutate({ action: name, revision: of.revision, words });
  const panels = Object.entries(PANELS).filter(([name]) => of.actions.includes(name));
  return (
    <>
      {panels.map(([name, Panel]) => (
        <Panel key={name} of={of} item={item} busy={action.isPending} act={act} />
      ))}
      <div role="status" className="qi-said">
        {action.isSuccess && (
          <Alert
            type="success"
            showIcon
            title={t('cases.page.done', { action: actionLabel(action.variables.action) })}
          />
        )}
      </div>
      <Trouble error={action.error} />
    </>
  );
}

/** The page has been read anew already; what was typed is still in the panel. */
export function Trouble({ error }: { error: Problem | null }) {
  const { t } = useTranslation();
  if (!error) return null;
  if (!error.stale) return <ErrorBlock error={error} />;
  return <Alert type="warning" showIcon title={t('ui.conflict.title')} description={t('ui.conflict.text')} />;
}
