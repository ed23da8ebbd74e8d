import { useQuery } from '@tanstack/react-query';
import { Button, Flex, Radio } from 'antd';
import { useTranslation } from 'react-i18next';

import { client, said, type Schemas } from '@/api/client';
import type { Given } from '@/api/upload';
import { DateText } from '@/ui/DateText';
import type { FormData } from '@/ui/form/ItemForm';

export type Means = Schemas['Filing']['delivery'] & string;
const MEANS = ['window', 'electronic', 'post'] as const;
type Shown = {
  item: Schemas['Item'];
  form: FormData;
  given: Given[];
  means: Means;
  onMeans: (means: Means) => void;
  busy: boolean;
  onSend: (receive: boolean) => void;
};

/** What the check says so far, how the outcome goes back, and the two ways to end. */
export function Finish({ item, form, given, means, onMeans, busy, onSend }: Shown) {
  const { t } = useTranslation();
  return (
    <section className="qi-panel qi-finish" aria-label={t('intake.finish')}>
      <Checked item={item} form={form} given={given} />
      <Radio.Group
        aria-label={t('words.field.delivery')}
        role="radiogroup"
        value={means}
        options={MEANS.map((one) => ({ value: one, label: t(`words.means.${one}`) }))}
        onChange={({ target }) => onMeans(target.value as Means)}
      />
      <Flex gap="small" wrap>
        <Button disabled={busy} onClick={() => onSend(false)}>
          {t('intake.file_only')}
        </Button>
        <Button type="primary" disabled={busy} aria-keyshortcuts="Control+Enter" onClick={() => onSend(true)}>
          {t('intake.receive')}
          <kbd aria-hidden className="qi-key">
            Ctrl+Enter
          </kbd>
        </Button>
      </Flex>
    </section>
  );
}

function Checked({ item, form, given }: Pick<Shown, 'item' | 'form' | 'given'>) {
  const { t } = useTranslation();
  const materials = [...new Set(given.map(({ material }) => material))];
  const told = useQuery({
    queryKey: ['checks', item.code, form, materials],
    queryFn: ({ signal }) => said(client.POST('/api/checks', { body: { item: item.code, form, materials }, signal })),
    placeholderData: (before) => before,
    retry: false,
  }).data;
  return (
    <div role="status">
      {told && (
        <>
          <strong>{t(`intake.outcome.${told.outcome}`, { n: told.findings.length })}</strong>{' '}
          {told.promised_due && (
            <span>
              {t('intake.until')} <DateText day={told.promised_due} provisional={told.provisional} />
            </span>
          )}
        </>
      )}
    </div>
  );
}
