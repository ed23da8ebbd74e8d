import { Button, Flex } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { GivenFiles } from './GivenFiles';
import type { TurnProps } from './Turn';

import type { Given } from '@/api/upload';
import type { FormData } from '@/ui/form/ItemForm';

const ItemForm = lazy(async () => ({ default: (await import('@/ui/form/ItemForm')).ItemForm }));
const FORM = 'form'; // a defect of the form itself, not of a material

/** Answer a one-time notice: each defect with its place, all at once. */
export function Correction({ of, item, busy, act }: TurnProps) {
  const { t } = useTranslation();
  const [given, setGiven] = useState<Given[]>([]);
  const [form, setForm] = useState<FormData>();
  const notice = of.corrections.at(-1);
  if (!notice || !item) return null;
  const told = reasonsOf(of.notices.find(({ id }) => id === notice.notice)?.data);
  const codes = notice.materials.filter((code) => code !== FORM);
  const done = codes.filter((code) => given.some(({ material }) => material === code)).length;
  const submit = () => act('resubmit', { materials: given.map(({ id }) => id), ...(form ? { form } : {}) });
  return (
    <section className="qi-panel qi-turn" aria-label={t('cases.page.correction.title')}>
      <h2>{t('cases.page.correction.title')}</h2>
      <p>{t('cases.page.correction.text', { day: notice.due_on ?? '' })}</p>
      <GivenFiles item={item} codes={codes} given={given} onGiven={setGiven} reasons={told} />
      {notice.materials.includes(FORM) && (
        <section aria-label={t('cases.page.correction.form')}>
          <h3 className="qi-h3">{t('cases.page.correction.form')}</h3>
          <p>{told[FORM]}</p>
          <Suspense>
            <ItemForm
              schema={item.form_schema}
              uiSchema={item.ui_schema}
              data={form ?? of.form ?? {}}
              onChange={setForm}
            />
          </Suspense>
        </section>
      )}
      <Flex justify="space-between" align="center" wrap gap="small">
        <span role="status">{t('cases.page.correction.of', { n: codes.length, done })}</span>
        <Button type="primary" disabled={busy || (given.length === 0 && !form)} onClick={submit}>
          {t('cases.page.correction.submit')}
        </Button>
      </Flex>
    </section>
  );
}

type Told = { material?: string; reason?: string };

/** What the notice says of each defect. */
function reasonsOf(data: Record<string, unknown> | null | undefined): Record<string, string> {
  const rows = (data?.missing ?? data?.defects ?? []) as Told[];
  return Object.fromEntries(rows.map(({ material = '', reason = '' }) => [material, reason]));
}
