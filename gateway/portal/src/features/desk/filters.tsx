import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { countsQuery } from '@/api/desk';
import { itemsQuery, QUEUE_VIEWS, type QueueView } from '@/api/queries';
import { inLanguage, useLanguage } from '@/lib/i18n';

const STATES = [
  'filed',
  'received',
  'correction',
  'accepted',
  'dispatched',
  'in_review',
  'special',
  'decided',
  'closed',
];

/** The six counts, which are the filters too. */
export function Views({ now, onChange }: { now?: QueueView; onChange: (view?: QueueView) => void }) {
  const { t } = useTranslation();
  const counts = useQuery(countsQuery).data;
  const told = (view: QueueView) => {
    const n = counts?.counts.find((one) => one.view === view)?.n;
    if (n === undefined) return '';
    return n >= (counts?.cap ?? n + 1) ? `${n}+` : String(n);
  };
  return (
    <Flex gap={4} wrap role="group" aria-label={t('desk.views')}>
      {QUEUE_VIEWS.map((view, place) => (
        <Button
          key={view}
          size="small"
          type={view === now ? 'primary' : 'default'}
          aria-pressed={view === now}
          aria-keyshortcuts={String(place + 1)}
          onClick={() => onChange(view === now ? undefined : view)}
        >
          <kbd aria-hidden className="qi-key">
            {place + 1}
          </kbd>
          {t(`desk.view.${view}`)}
          <strong className="qi-figures">{told(view)}</strong>
          <span className="qi-spoken">{t('desk.view_of')}</span>
        </Button>
      ))}
    </Flex>
  );
}

export function States({ value, onChange }: { value?: string; onChange: (state?: string) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      size="small"
      className="qi-find"
      allowClear
      aria-label={t('words.field.state')}
      placeholder={t('words.field.state')}
      value={value}
      options={STATES.map((state) => ({ value: state, label: t(`words.state.${state as 'filed'}`) }))}
      onChange={onChange}
    />
  );
}

export function Find({ value, onFind }: { value: string; onFind: (q: string) => void }) {
  const { t } = useTranslation();
  return (
    <search>
      <Input.Search
        key={value}
        size="small"
        className="qi-find"
        defaultValue={value}
        aria-label={t('desk.find')}
        placeholder={t('desk.find')}
        allowClear
        onSearch={(typed) => onFind(typed.trim())}
      />
    </search>
  );
}

export function Items({ value, onChange }: { value?: string; onChange: (item?: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = useQuery(itemsQuery).data ?? [];
  return (
    <Select
      size="small"
      className="qi-find"
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('words.field.item')}
      placeholder={t('words.field.item')}
      value={value}
      options={items.map(({ code, name, name_en }) => ({
        value: code,
        label: `${code} ${inLanguage(language, name, name_en)}`,
      }))}
      onChange={onChange}
    />
  );
}
