import { Input, Radio } from 'antd';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';

export type Means = Schemas['Log']['means'];
const MEANS = ['phone', 'message', 'visit'] as const satisfies readonly Means[];

type Shown = {
  id: string;
  rows: number;
  small?: boolean;
  means: Means;
  text: string;
  onMeans: (means: Means) => void;
  onText: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
};

/** How somebody was spoken to, and of what. */
export function ContactFields({ id, rows, small = false, means, text, onMeans, onText, onKeyDown }: Shown) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        aria-label={t('desk.contact.means')}
        {...(small ? { size: 'small' as const } : {})}
        value={means}
        options={MEANS.map((one) => ({ value: one, label: t(`desk.contact.${one}`) }))}
        onChange={({ target }) => onMeans(target.value as Means)}
      />
      <Input.TextArea
        id={id}
        aria-label={t('desk.contact.text')}
        placeholder={t('desk.contact.text')}
        rows={rows}
        maxLength={1000}
        value={text}
        onChange={({ target }) => onText(target.value)}
        {...(onKeyDown ? { onKeyDown } : {})}
      />
    </>
  );
}
