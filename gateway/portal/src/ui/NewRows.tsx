import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { useKeys } from '@/lib/keys';

/** New rows never push a list: they are said, and come when they are asked for. */
export function NewRows({ waiting, onLoad }: { waiting: number; onLoad: () => void }) {
  const { t } = useTranslation();
  useKeys({ g: onLoad }, waiting > 0);
  return (
    <div role="status" className="qi-pill">
      {waiting > 0 && (
        <Button shape="round" size="small" aria-keyshortcuts="g" onClick={onLoad}>
          {t('shell.new_rows', { n: waiting })}
          {t('shell.load_brackets')}
          <kbd aria-hidden className="qi-key">
            g
          </kbd>
        </Button>
      )}
    </div>
  );
}
