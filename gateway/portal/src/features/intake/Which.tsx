import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Select, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { itemsQuery } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';

const KEPT = 'qi.intake.items';
const MOST = 5;

function used(): string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
  return Array.isArray(kept) ? kept.filter((code) => typeof code === 'string') : [];
}

/** Which item: by code or name, those of late at hand. */
export function Which({ code, onChoose }: { code?: string; onChoose: (code: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = useQuery(itemsQuery).data ?? [];
  const item = items.find((one) => one.code === code);
  const nameOf = (of: string) => {
    const found = items.find((one) => one.code === of);
    return found ? inLanguage(language, found.name, found.name_en) : of;
  };
  const choose = (next: string) => {
    localStorage.setItem(KEPT, JSON.stringify([next, ...used().filter((one) => one !== next)].slice(0, MOST)));
    onChoose(next);
  };
  return (
    <section className="qi-panel" aria-label={t('words.field.item')}>
      <h2>{t('words.field.item')}</h2>
      <Flex gap="small" wrap align="center">
        <Select
          className="qi-wide-select"
          aria-label={t('words.field.item')}
          placeholder={t('intake.item_hint')}
          showSearch={{ optionFilterProp: 'label' }}
          value={code}
          options={items.map((one) => ({ value: one.code, label: `${one.code} ${nameOf(one.code)}` }))}
          onChange={choose}
        />
        {used().map((one) => (
          <Button key={one} size="small" title={nameOf(one)} onClick={() => choose(one)}>
            {one}
          </Button>
        ))}
        {item && (
          <Typography.Text type="secondary">
            {t(`words.kind.${item.kind}`)}
            {item.promised_days !== null && ` · ${t('intake.promised', { n: item.promised_days })}`}
          </Typography.Text>
        )}
      </Flex>
    </section>
  );
}
