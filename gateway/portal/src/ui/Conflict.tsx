import { Alert, Modal, Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { actionLabel } from './ActionBar';

export type Difference = { label: string; before: string; now: string };

type Shown = {
  open: boolean;
  action: string;
  possible: boolean; // whether the action is still among what the server allows
  differences: Difference[];
  typed?: string; // what would have been lost
  onAgain: () => void;
  onDrop: () => void;
};

/** C9: somebody was faster. What changed stands beside what was seen; what was typed is kept and may be applied again. */
export function Conflict({ open, action, possible, differences, typed, onAgain, onDrop }: Shown) {
  const { t } = useTranslation();
  return (
    <Modal
      open={open}
      title={t('ui.conflict.title')}
      width={640}
      okText={t('ui.conflict.again')}
      cancelText={t('ui.conflict.drop')}
      okButtonProps={{ disabled: !possible }}
      onOk={onAgain}
      onCancel={onDrop}
    >
      <p>{t('ui.conflict.text')}</p>
      {!possible && (
        <Alert type="warning" showIcon title={t('ui.conflict.impossible', { action: actionLabel(action) })} />
      )}
      {differences.length === 0 ? (
        <p>{t('ui.conflict.none')}</p>
      ) : (
        <Table<Difference>
          size="small"
          pagination={false}
          rowKey="label"
          dataSource={differences}
          columns={[
            { title: t('ui.conflict.field'), dataIndex: 'label' },
            { title: t('ui.conflict.before'), dataIndex: 'before' },
            { title: t('ui.conflict.now'), dataIndex: 'now' },
          ]}
        />
      )}
      {typed && (
        <>
          <Typography.Title level={3} className="qi-h3">
            {t('ui.conflict.mine')}
          </Typography.Title>
          <blockquote className="qi-quote">{typed}</blockquote>
        </>
      )}
    </Modal>
  );
}
