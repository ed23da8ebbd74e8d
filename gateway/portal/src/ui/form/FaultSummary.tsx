import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export type Line = { id: string; title: string; text: string };

/** The element of a field, or what in its group can take the focus. */
export function focusField(id: string): void {
  const found = document.getElementById(id);
  const field = found?.matches('input, select, textarea, button')
    ? found
    : (found?.querySelector<HTMLElement>('input, select, textarea, button') ?? found);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}

/** Every fault in the order of the page, each a way to its field; takes the focus when it appears. */
export function FaultSummary({ lines, attempt }: { lines: Line[]; attempt: number }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (lines.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} className="qi-summary">
      <Alert
        type="error"
        showIcon
        title={t('ui.faults', { n: lines.length })}
        description={
          <ul>
            {lines.map(({ id, title, text }) => (
              <li key={`${id} ${text}`}>
                <Button type="link" className="qi-bare" onClick={() => focusField(id)}>
                  {t('ui.fault_line', { title, text })}
                </Button>
              </li>
            ))}
          </ul>
        }
      />
    </div>
  );
}
