import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { Pane } from './Pane';

import type { Schemas } from '@/api/client';
import { FormView } from '@/ui/FormView';
import { MaterialList } from '@/ui/MaterialList';

type Shown = { found: Schemas['Case']; item: Schemas['Item'] | undefined };

/** What was given: files, and the form as it was filled in. */
export function Filed({ found, item }: Shown) {
  const { t } = useTranslation();
  return (
    <Pane name={t('desk.filed')}>
      <MaterialList materials={found.materials} item={item} />
      <Flex gap="small" align="center">
        <Typography.Text strong>{t('act.form')}</Typography.Text>
        {item && item.version !== found.item_version && (
          <Tag color="gold">{t('desk.old_version', { n: found.item_version })}</Tag>
        )}
      </Flex>
      {item && <FormView schema={item.form_schema} data={found.form} />}
    </Pane>
  );
}
