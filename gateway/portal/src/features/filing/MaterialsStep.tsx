import { Flex, Tag, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { Buttons } from './Buttons';
import type { StepProps } from './Filing';

import type { Schemas } from '@/api/client';
import type { Given } from '@/api/upload';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { EarlierFiles } from '@/ui/EarlierFiles';
import { MaterialUpload } from '@/ui/MaterialUpload';

type Material = Schemas['Material'];

/** One row for each material; what the city already holds is named and not asked for. */
export function MaterialsStep({ item, content, change, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const given = (code: string) => content.given.filter(({ material }) => material === code);
  const lacking = item.materials.filter(
    ({ code, source, necessity }) => source === 'applicant' && necessity === 'required' && given(code).length === 0,
  );
  const keep = (code: string, files: Given[]) =>
    change({ given: [...content.given.filter(({ material }) => material !== code), ...files] });
  return (
    <>
      <p>{t('filing.materials.text')}</p>
      <ul className="qi-materials">
        {item.materials.map((material) => (
          <Row
            key={material.code}
            item={item.code}
            material={material}
            given={given(material.code)}
            onGiven={(files) => keep(material.code, files)}
          />
        ))}
      </ul>
      {lacking.length > 0 && <p role="status">{t('filing.materials.lacking', { n: lacking.length })}</p>}
      <Buttons onNext={onNext} onBack={onBack} />
    </>
  );
}

type Given1 = { item: string; material: Material; given: Given[]; onGiven: (given: Given[]) => void };

function Row({ item, material, given, onGiven }: Given1) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = inLanguage(language, material.name, material.name_en);
  const own = material.source === 'applicant';
  return (
    <li id={`material-${material.code}`}>
      <Flex gap="small" align="center" wrap>
        <strong>{name}</strong>
        <Tag color={own ? 'blue' : 'green'}>{t(`words.source.${material.source}`)}</Tag>
        {own && <Tag>{t(`words.necessity.${material.necessity}`)}</Tag>}
      </Flex>
      {material.note && <Typography.Text type="secondary">{material.note}</Typography.Text>}
      {own ? (
        <>
          <MaterialUpload item={item} material={material.code} label={name} given={given} onGiven={onGiven} />
          <EarlierFiles item={item} material={material.code} given={given} onGiven={onGiven} />
        </>
      ) : (
        <div>✓ {t(material.source === 'shared' ? 'filing.materials.shared' : 'filing.materials.licence')}</div>
      )}
      {own && material.necessity === 'promisable' && given.length === 0 && (
        <Typography.Text type="secondary">{t('filing.materials.promisable')}</Typography.Text>
      )}
    </li>
  );
}
