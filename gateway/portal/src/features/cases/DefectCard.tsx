import { Card, Checkbox, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Defect } from './defects';

import type { Given } from '@/api/upload';
import { EarlierFiles } from '@/ui/EarlierFiles';
import { MaterialUpload } from '@/ui/MaterialUpload';

type Shown = {
  defect: Defect;
  place: number;
  all: number;
  done: boolean;
  doubtful: boolean;
  phone?: string | null;
  item: string;
  given: Given[];
  onGiven: (given: Given[]) => void;
  onDoubt: (on: boolean) => void;
  children?: ReactNode; // the form, where the form is what is wrong
};

/** One defect: what is wrong, what is needed, and the one place to mend it. */
export function DefectCard(shown: Shown) {
  const { t } = useTranslation();
  const { defect, place, all, done, doubtful, phone, item, given, onGiven, onDoubt, children } = shown;
  const name = defect.name || t('cases.page.correction.form');
  const id = `defect-${defect.code}`;
  return (
    <section aria-labelledby={id}>
      <Card
        size="small"
        title={
          <h2 id={id} className="qi-h3">
            {t('cases.correction.place', { n: place, all })} · {name}
          </h2>
        }
        extra={done ? <Tag color="green">✓ {t('cases.correction.done')}</Tag> : undefined}
      >
        <dl className="qi-pairs">
          <dt>{t('cases.correction.wrong')}</dt>
          <dd>{defect.wrong || '–'}</dd>
          {defect.needed && (
            <>
              <dt>{t('cases.correction.needed')}</dt>
              <dd>{defect.needed}</dd>
            </>
          )}
        </dl>
        {children || (
          <>
            <MaterialUpload item={item} material={defect.code} label={name} given={given} onGiven={onGiven} />
            <EarlierFiles item={item} material={defect.code} given={given} onGiven={onGiven} />
          </>
        )}
        {!done && (
          <div className="qi-doubt">
            <Checkbox checked={doubtful} onChange={({ target }) => onDoubt(target.checked)}>
              {t('cases.correction.doubt')}
            </Checkbox>
            {doubtful && (
              <p role="status">
                {t('cases.correction.doubt_text')} {phone && <a href={`tel:${phone}`}>{phone}</a>}
              </p>
            )}
          </div>
        )}
      </Card>
    </section>
  );
}
