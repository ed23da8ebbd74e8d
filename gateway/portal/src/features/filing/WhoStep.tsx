import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Buttons } from './Buttons';
import type { StepProps } from './Filing';

import { stationsQuery } from '@/api/queries';
import { useSignedIn } from '@/api/session';
import { FaultSummary } from '@/ui/form/FaultSummary';
import { faultText } from '@/ui/reason';

const NEEDED = ['station', 'company', 'contact', 'phone'] as const;
const MEANS = ['electronic', 'window', 'post'] as const;

/** Who applies, at which station, and how the outcome comes. */
export function WhoStep({ content, change, onNext }: StepProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const [attempt, setAttempt] = useState(0);
  const stations = useQuery(stationsQuery).data ?? [];
  const lacking = attempt > 0 ? NEEDED.filter((name) => !content[name].trim()) : [];
  const next = () => {
    if (NEEDED.some((name) => !content[name].trim())) setAttempt(attempt + 1);
    else onNext();
  };
  const fault = (name: (typeof NEEDED)[number]) => {
    const wrong = lacking.includes(name);
    return { validateStatus: wrong ? ('error' as const) : undefined, help: wrong ? faultText('REQUIRED') : undefined };
  };
  const text = (name: 'company' | 'contact' | 'phone', complete: string, why?: string) => (
    <Form.Item layout="vertical" label={t(`filing.who.${name}`)} htmlFor={`who-${name}`} extra={why} {...fault(name)}>
      <Input
        id={`who-${name}`}
        value={content[name]}
        autoComplete={complete}
        inputMode={name === 'phone' ? 'tel' : undefined}
        maxLength={name === 'company' ? 100 : name === 'contact' ? 50 : 30}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </Form.Item>
  );
  return (
    <>
      <FaultSummary
        attempt={attempt}
        lines={lacking.map((name) => ({
          id: `who-${name}`,
          title: t(`filing.who.${name}`),
          text: faultText('REQUIRED'),
        }))}
      />
      <p>{t('filing.who.text')}</p>
      <div className="qi-fields">
        <Form.Item layout="vertical" label={t('filing.who.station')} htmlFor="who-station" {...fault('station')}>
          <Select
            id="who-station"
            value={content.station || undefined}
            placeholder={t('ui.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={stations.map(({ code, district, name }) => ({ value: code, label: `${district} · ${name}` }))}
            onChange={(station: string) => change({ station })}
          />
        </Form.Item>
        <Form.Item layout="vertical" label={t('filing.who.uscc')} extra={t('filing.who.uscc_known')}>
          <Typography.Text className="qi-figures">{me.uscc}</Typography.Text>
        </Form.Item>
        {text('company', 'organization')}
        {text('contact', 'name', t('filing.who.contact_why'))}
        {text('phone', 'tel', t('filing.who.phone_why'))}
        <Form.Item
          layout="vertical"
          className="qi-field-wide"
          label={<span id="who-delivery">{t('filing.who.delivery')}</span>}
          extra={t('filing.who.electronic_consent')}
        >
          <Radio.Group
            role="radiogroup"
            aria-labelledby="who-delivery"
            value={content.delivery}
            options={MEANS.map((value) => ({ value, label: t(`words.means.${value}`) }))}
            onChange={({ target }) => change({ delivery: target.value as 'post' })}
          />
        </Form.Item>
      </div>
      <Buttons onNext={next} />
    </>
  );
}
