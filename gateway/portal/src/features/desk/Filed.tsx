import { Button, Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { Pane } from './Pane';

import type { Schemas } from '@/api/client';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { FormView } from '@/ui/FormView';
import { Empty } from '@/ui/blocks';
import { FileViewer } from '@/ui/viewer/FileViewer';

type Shown = {
  found: Schemas['Case'];
  item: Schemas['Item'] | undefined;
  chosen: string | undefined;
  onChoose: (place: number) => void;
};
export const KEYED = 9;

/** What was given: each file one key away, shown where it is judged, and the form as it was filled in. */
export function Filed({ found, item, chosen, onChoose }: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { materials } = found;
  const file = materials.find(({ id }) => id === chosen);
  const nameOf = (code: string) => {
    const known = item?.materials.find((material) => material.code === code);
    return known ? inLanguage(language, known.name, known.name_en) : code;
  };
  return (
    <Pane name={t('desk.filed')}>
      {materials.length === 0 && <Empty text={t('act.no_materials')} />}
      <ul className="qi-plain qi-files" aria-label={t('act.materials')}>
        {materials.map((one, place) => (
          <li key={one.id}>
            <Button
              type="text"
              size="small"
              className="qi-file"
              aria-pressed={one.id === chosen}
              aria-keyshortcuts={place < KEYED ? String(place + 1) : undefined}
              onClick={() => onChoose(place)}
            >
              {place < KEYED && (
                <kbd aria-hidden className="qi-key">
                  {place + 1}
                </kbd>
              )}
              <strong>{nameOf(one.material)}</strong>
              <Typography.Text type="secondary" className="qi-cut">
                {one.name} · {t('ui.size_kb', { n: Math.max(1, Math.round(one.size / 1024)) })}
              </Typography.Text>
            </Button>
          </li>
        ))}
      </ul>
      {file && <FileViewer key={file.id} no={found.no} file={file} />}
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
