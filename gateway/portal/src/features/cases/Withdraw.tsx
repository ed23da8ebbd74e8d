import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Trouble } from './Turn';

import type { Schemas } from '@/api/client';
import { actionLabel } from '@/ui/ActionBar';
import { busy } from '@/ui/busy';
import { useAction } from '@/ui/useAction';

/** To withdraw: what follows from it is said first; it closes when the server has answered. */
export function Withdraw({ of }: { of: Schemas['Case'] }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const action = useAction('cases', of.no);
  if (!of.actions.includes('withdraw')) return null;
  const shut = () => {
    action.reset();
    setAsking(false);
  };
  const withdraw = () => action.mutate({ action: 'withdraw', revision: of.revision }, { onSuccess: shut });
  return (
    <div className="qi-actions">
      <Button onClick={() => setAsking(true)}>{actionLabel('withdraw')}</Button>
      <Modal
        open={asking}
        title={t('cases.page.withdraw.title')}
        okText={actionLabel('withdraw')}
        cancelText={t('ui.cancel')}
        okButtonProps={{ danger: true, ...busy(action.isPending) }}
        onCancel={shut}
        onOk={withdraw}
      >
        <p>{t(of.accepted_at ? 'cases.page.withdraw.after' : 'cases.page.withdraw.before')}</p>
        <Trouble error={action.error} />
      </Modal>
    </div>
  );
}
