import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio, Switch } from 'antd';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { keepPreferences, preferencesQuery } from './queries';

import type { Schemas } from '@/api/client';
import { Answer, ErrorBlock } from '@/ui/blocks';
import { busy } from '@/ui/busy';

type Wanted = Schemas['Preferences'];
const CHOSEN = ['filed', 'accepted', 'accepted_with_promise', 'rescheduled', 'rectified'] as const;

/** How a member wants to be told beside the portal, and of what; two things are always told. */
export function Preferences() {
  const query = useQuery(preferencesQuery);
  return (
    <Answer query={query} rows={6}>
      {(kept) => <Choices kept={kept} />}
    </Answer>
  );
}

function Choices({ kept }: { kept: Wanted }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(kept);
  const change = (changed: Partial<Wanted>) => setWanted((before) => ({ ...before, ...changed }));
  const keep = useMutation({
    mutationFn: keepPreferences,
    onSuccess: (told) => queries.setQueryData(preferencesQuery.queryKey, told),
  });
  const within = <T extends string>(all: readonly T[], one: T, on: boolean) =>
    on ? [...all.filter((other) => other !== one), one] : all.filter((other) => other !== one);
  const by = (channel: 'email' | 'sms') => (
    <Sentence
      id={`by-${channel}`}
      on={wanted.channels.includes(channel)}
      onChange={(on) => change({ channels: within(wanted.channels, channel, on) })}
    >
      {t(`messages.by.${channel}`)}
    </Sentence>
  );
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    keep.mutate(wanted);
  };
  return (
    <form className="qi-panel qi-stack" onSubmit={submit} noValidate>
      <section aria-labelledby="ways">
        <h2 id="ways">{t('messages.ways')}</h2>
        <p>{t('messages.portal')}</p>
        {by('email')}
        <Form.Item layout="vertical" label={t('messages.email')} htmlFor="told-email">
          <Input
            id="told-email"
            type="email"
            value={wanted.email}
            maxLength={100}
            onChange={({ target }) => change({ email: target.value.trim() })}
          />
        </Form.Item>
        {by('sms')}
        <Form.Item layout="vertical" label={t('messages.phone')} htmlFor="told-phone">
          <Input
            id="told-phone"
            inputMode="tel"
            value={wanted.phone}
            maxLength={30}
            onChange={({ target }) => change({ phone: target.value.trim() })}
          />
        </Form.Item>
      </section>
      <section aria-labelledby="matters">
        <h2 id="matters">{t('messages.matters')}</h2>
        <p>{t('messages.always')}</p>
        {CHOSEN.map((event) => (
          <Sentence
            key={event}
            id={`of-${event}`}
            on={!wanted.off.includes(event)}
            onChange={(on) => change({ off: within(wanted.off, event, !on) })}
          >
            {t(`messages.of.${event}`)}
          </Sentence>
        ))}
      </section>
      <section>
        <h2 id="told-language">{t('messages.language')}</h2>
        <Radio.Group
          role="radiogroup"
          aria-labelledby="told-language"
          value={wanted.language}
          options={(['zh', 'en'] as const).map((value) => ({ value, label: t(`messages.languages.${value}`) }))}
          onChange={({ target }) => change({ language: target.value as 'zh' })}
        />
      </section>
      {keep.error && <ErrorBlock error={keep.error} />}
      <div role="status">{keep.isSuccess && <Alert type="success" showIcon title={t('messages.kept')} />}</div>
      <div>
        <Button type="primary" htmlType="submit" {...busy(keep.isPending)}>
          {t('messages.keep')}
        </Button>
      </div>
    </form>
  );
}

type Said = { id: string; on: boolean; onChange: (on: boolean) => void; children: ReactNode };

function Sentence({ id, on, onChange, children }: Said) {
  return (
    <div className="qi-switch">
      <Switch id={id} checked={on} onChange={onChange} aria-labelledby={`${id}-said`} />
      <label id={`${id}-said`} htmlFor={id}>
        {children}
      </label>
    </div>
  );
}
