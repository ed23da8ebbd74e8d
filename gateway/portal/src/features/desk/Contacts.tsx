import { Button, Flex, Input, Radio, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AtDesk } from './useDesk';

import type { Schemas } from '@/api/client';
import { ContactList } from '@/ui/ContactList';
import { busy } from '@/ui/busy';

type Means = Schemas['Log']['means'];
export const MEANS = ['phone', 'message', 'visit'] as const;

/** What was spoken of: one line is enough, and it stands with day and name. */
export function Contacts({ at }: { at: AtDesk }) {
  const { t } = useTranslation();
  const [means, setMeans] = useState<Means>('phone');
  const [text, setText] = useState('');
  const [waiting, setWaiting] = useState(false);
  const log = async () => {
    if (!text.trim() || waiting) return;
    setWaiting(true);
    if (await at.change('log', { means, text: text.trim() })) setText('');
    setWaiting(false);
  };
  return (
    <Flex vertical gap="small">
      <Radio.Group
        aria-label={t('desk.contact.means')}
        size="small"
        value={means}
        options={MEANS.map((one) => ({ value: one, label: t(`desk.contact.${one}`) }))}
        onChange={({ target }) => setMeans(target.value as Means)}
      />
      <Input.TextArea
        id="contact-text"
        aria-label={t('desk.contact.text')}
        placeholder={t('desk.contact.text')}
        rows={2}
        maxLength={1000}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.ctrlKey) return;
          event.preventDefault();
          event.stopPropagation();
          void log();
        }}
      />
      <Button size="small" {...busy(waiting)} onClick={() => void log()} className="qi-start">
        {t('desk.contact.log')}
      </Button>
      <Typography.Text type="secondary">{t('desk.contact.private')}</Typography.Text>
      <ContactList contacts={at.desk?.contacts ?? []} />
    </Flex>
  );
}
