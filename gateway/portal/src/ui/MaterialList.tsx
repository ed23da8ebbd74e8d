import { Flex, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { Empty } from './blocks';

import type { Schemas } from '@/api/client';
import { inLanguage, useLanguage } from '@/lib/i18n';

type File = Schemas['FiledMaterial'];
type Shown = { materials: readonly File[]; item: Schemas['Item'] | undefined };

/** The files that were given, under the names of what they are for. */
export function MaterialList({ materials, item }: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (materials.length === 0) return <Empty text={t('act.no_materials')} />;
  const nameOf = (code: string) => {
    const known = item?.materials.find((material) => material.code === code);
    return known ? inLanguage(language, known.name, known.name_en) : code;
  };
  return (
    <ul className="qi-plain qi-files" aria-label={t('act.materials')}>
      {materials.map((file) => (
        <li key={file.id}>
          <Flex vertical>
            <Typography.Text strong>{nameOf(file.material)}</Typography.Text>
            <Typography.Text type="secondary" className="qi-break">
              {file.name} · {t('ui.size_kb', { n: Math.max(1, Math.round(file.size / 1024)) })}
            </Typography.Text>
          </Flex>
        </li>
      ))}
    </ul>
  );
}
