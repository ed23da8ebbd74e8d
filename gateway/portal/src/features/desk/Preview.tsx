import { useQuery } from '@tanstack/react-query';
import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Schemas } from '@/api/client';
import { deskQuery } from '@/api/desk';
import { caseQuery, itemQuery } from '@/api/queries';
import { ContactList } from '@/ui/ContactList';
import { FormView } from '@/ui/FormView';
import { MaterialList } from '@/ui/MaterialList';
import { Answer } from '@/ui/blocks';
import { faultText } from '@/ui/reason';

/** What the row in focus holds, without opening it. */
export function Preview({ row }: { row: Schemas['CaseHead'] }) {
  const { t } = useTranslation();
  const item = useQuery(itemQuery(row.item)).data;
  const desk = useQuery(deskQuery(row.no)).data;
  return (
    <aside aria-label={t('desk.preview')} className="qi-pane qi-preview-pane" tabIndex={0}>
      <h2>
        {row.item} {row.item_name}
      </h2>
      {row.findings.map(({ path, reason }) => (
        <Typography.Paragraph key={`${path} ${reason}`} type="danger">
          ✖ {faultText(reason)} {path}
        </Typography.Paragraph>
      ))}
      <Answer query={useQuery(caseQuery(row.no))} rows={6}>
        {(found) => (
          <Flex vertical gap="small">
            <MaterialList materials={found.materials} item={item} />
            {item && <FormView schema={item.form_schema} data={found.form} />}
          </Flex>
        )}
      </Answer>
      <h3 className="qi-h3">{t('desk.last_contact')}</h3>
      <ContactList contacts={desk?.contacts.slice(-1) ?? []} />
    </aside>
  );
}
