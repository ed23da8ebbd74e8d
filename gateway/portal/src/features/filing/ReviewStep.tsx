import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Descriptions, Flex } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Done } from './Done';
import type { StepProps } from './Filing';
import { FindingRow } from './FindingRow';
import { file, keyOf } from './queries';
import { dropped } from './shared';
import type { StepName } from './steps';

import type { Schemas } from '@/api/client';
import type { Problem } from '@/api/problem';
import { stationsQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { FormView } from '@/ui/FormView';
import { ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

/** Everything once more, the statement, and the one button. */
export function ReviewStep({ item, content, change, go, onBack, drop }: StepProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const me = useSignedIn();
  const [sworn, setSworn] = useState(false);
  const [asked, setAsked] = useState(false);
  const stations = useQuery(stationsQuery).data ?? [];
  const filing = useMutation<Schemas['Case'], Problem>({
    mutationFn: () => file(content, me.uscc ?? ''),
    onSuccess: async () => {
      await drop();
      if (content.shared) await dropped(content.shared).catch(() => undefined);
      void queries.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const submit = () => {
    setAsked(true);
    if (!sworn || filing.isPending) return;
    change({ tried: keyOf(content) });
    filing.mutate();
  };
  useKeys({ 'Ctrl+Enter': submit }, !filing.data);
  if (filing.data) return <Done made={filing.data} />;
  const station = stations.find(({ code }) => code === content.station);
  const who = [
    ['station', station ? `${station.district} · ${station.name}` : '–'],
    ['company', content.company],
    ['uscc', me.uscc],
    ['contact', content.contact],
    ['phone', content.phone],
    ['delivery', t(`words.means.${content.delivery}`)],
  ] as const;
  return (
    <div className="qi-stack">
      <Part step="who" go={go}>
        <Descriptions
          bordered
          size="small"
          column={1}
          items={[
            { key: 'item', label: t('filing.review.item'), children: inLanguage(language, item.name, item.name_en) },
            ...who.map(([key, children]) => ({ key, label: t(`filing.who.${key}`), children: children || '–' })),
          ]}
        />
      </Part>
      <Part step="form" go={go}>
        <FormView schema={item.form_schema} data={content.form} />
      </Part>
      <Part step="materials" go={go}>
        {content.given.length === 0 ? (
          <p>{t('filing.review.nothing')}</p>
        ) : (
          <ul>
            {content.given.map(({ id, name }) => (
              <li key={id} className="qi-break">
                {name}
              </li>
            ))}
          </ul>
        )}
      </Part>
      <div>
        <Checkbox checked={sworn} onChange={({ target }) => setSworn(target.checked)}>
          {t('filing.review.truth')}
        </Checkbox>
        {asked && !sworn && (
          <div role="alert" className="qi-fault">
            {t('filing.review.truth_needed')}
          </div>
        )}
      </div>
      {filing.error &&
        (filing.error.cut ? (
          <Alert type="warning" showIcon title={t('filing.review.offline')} />
        ) : (
          <>
            <ErrorBlock error={filing.error} />
            <ul className="qi-materials">
              {filing.error.fields.map((fault) => (
                <FindingRow key={`${fault.path} ${fault.reason}`} finding={fault} item={item} go={go} />
              ))}
            </ul>
          </>
        ))}
      <Flex justify="end" gap="small" className="qi-actions qi-foot-bar">
        {onBack && <Button onClick={onBack}>{t('filing.back')}</Button>}
        <Button type="primary" onClick={submit} {...busy(filing.isPending)} aria-keyshortcuts="Control+Enter">
          {t('filing.review.submit')}
        </Button>
      </Flex>
    </div>
  );
}

function Part({ step, go, children }: { step: StepName; go: (step: StepName) => void; children: ReactNode }) {
  const { t } = useTranslation();
  const name = t(`filing.name.${step}`);
  return (
    <section aria-label={name}>
      <Flex justify="space-between" align="center">
        <h3 className="qi-h3">{name}</h3>
        <Button type="link" aria-label={t('filing.review.edit_of', { name })} onClick={() => go(step)}>
          {t('filing.review.edit')}
        </Button>
      </Flex>
      {children}
    </section>
  );
}
