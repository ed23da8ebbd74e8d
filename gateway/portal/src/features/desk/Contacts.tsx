import { Button, Flex, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { AtDesk } from './useDesk';

import { ContactFields, type Means } from '@/ui/ContactFields';
import { ContactList } from '@/ui/ContactList';
import { busy } from '@/ui/busy';

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
      <ContactFields
        id="contact-text"
        rows={2}
        small
        means={means}
        text={text}
        onMeans={setMeans}
        onText={setText}
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
