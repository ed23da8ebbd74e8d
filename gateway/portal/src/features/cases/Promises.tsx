import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { GivenFiles } from './GivenFiles';
import type { TurnProps } from './Turn';

import type { Given } from '@/api/upload';
import { inLanguage, useLanguage } from '@/lib/i18n';

/** 容缺: what was promised, and by when. */
export function Promises({ of, item, busy, act }: TurnProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [given, setGiven] = useState<Given[]>([]);
  const open = of.promises.filter(({ kept_on }) => !kept_on);
  if (open.length === 0 || !item) return null;
  const nameOf = (code: string) => {
    const material = item.materials.find((one) => one.code === code);
    return material ? inLanguage(language, material.name, material.name_en) : code;
  };
  return (
    <section className="qi-panel qi-turn" aria-label={t('cases.page.promise.title')}>
      <h2>{t('cases.page.promise.title')}</h2>
      {open.map(({ material, by }) => (
        <p key={material}>{t('cases.page.promise.by', { day: by ?? '', names: nameOf(material) })}</p>
      ))}
      <GivenFiles item={item} codes={open.map(({ material }) => material)} given={given} onGiven={setGiven} />
      <Button
        type="primary"
        disabled={busy || given.length === 0}
        onClick={() => act('keep_promise', { materials: given.map(({ id }) => id) })}
      >
        {t('cases.page.promise.submit')}
      </Button>
    </section>
  );
}
