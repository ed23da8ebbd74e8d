import { Button, Flex } from 'antd';
import { useTranslation } from 'react-i18next';

import { useKeys } from '@/lib/keys';

type Shown = { onNext?: () => void; onBack?: () => void; submits?: boolean };

/** 上一步 and 保存并继续, at the same place of every step. */
export function Buttons({ onNext, onBack, submits = false }: Shown) {
  const { t } = useTranslation();
  const act = () => {
    if (submits) document.querySelector<HTMLFormElement>('form')?.requestSubmit();
    else onNext?.();
  };
  useKeys({ 'Ctrl+Enter': act });
  return (
    <Flex justify="end" gap="small" className="qi-actions qi-foot-bar">
      {onBack && <Button onClick={onBack}>{t('filing.back')}</Button>}
      <Button
        type="primary"
        htmlType={submits ? 'submit' : 'button'}
        onClick={submits ? undefined : onNext}
        aria-keyshortcuts="Control+Enter"
      >
        {t('filing.next')}
      </Button>
    </Flex>
  );
}
