import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Input, Typography } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Pane } from './Pane';
import type { Checked } from './useVerdicts';

import { client, said, type Schemas } from '@/api/client';
import { today } from '@/lib/days';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { DateText } from '@/ui/DateText';
import { PRESETS, type CheckLine } from '@/ui/act/defects';

type Shown = {
  found: Schemas['Case'];
  item: Schemas['Item'] | undefined;
  verdicts: Checked;
  busy: boolean;
  onIssue: () => void;
  onPromise?: () => void; // when all that is wrong may be promised
  onBack: () => void;
};
const ANSWER_DAYS = 30; // working days to answer a notice: assumed

/** C3: ticked, not written. What is wrong is in already; what nobody has looked at is decided before it is issued. */
export function Notice({ found, item, verdicts, busy, onIssue, onPromise, onBack }: Shown) {
  const { t } = useTranslation();
  const { lines, defects, say, stay, place } = verdicts;
  const box = useRef<HTMLDivElement>(null);
  const open = lines.filter((line) => line.state === 'open' && needed(line.code, item));
  const wrong = lines.filter(({ state }) => state === 'fault');
  const ready = open.length === 0 && wrong.length > 0;
  const issue = () => {
    if (ready && !busy) onIssue();
    else box.current?.querySelector<HTMLElement>('[data-open] button')?.focus();
  };
  useKeys({ 'Ctrl+Enter': issue });
  const first = useRef(place.line);
  useEffect(() => {
    if (!first.current) return;
    box.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(first.current)}"] textarea`)?.focus();
    first.current = undefined;
  });
  const nameOf = useNames(item);
  return (
    <Pane name={t('desk.notice.title')}>
      <div
        ref={box}
        onFocus={({ target }) => {
          const line = target.closest<HTMLElement>('[data-line]')?.dataset.line;
          if (line) stay({ line });
        }}
      >
        {open.length > 0 && (
          <Alert type="warning" showIcon title={t('desk.notice.open', { n: open.length })} className="qi-gap" />
        )}
        <ul className="qi-plain qi-lines">
          {open.map((line) => (
            <li key={line.code} data-open={line.code}>
              <Flex gap="small" align="center" wrap role="group" aria-label={nameOf(line.code)}>
                <strong>◎ {nameOf(line.code)}</strong>
                <span className="qi-grow" />
                <Button size="small" onClick={() => say(line.code, { fits: true })}>
                  {t('desk.notice.not_wrong')}
                </Button>
                <Button size="small" onClick={() => say(line.code, { fits: false, preset: 'absent' })}>
                  {t('desk.fault')}
                </Button>
              </Flex>
            </li>
          ))}
          {wrong.map((line) => (
            <li key={line.code}>
              <Wrong line={line} name={nameOf(line.code)} say={say} />
            </li>
          ))}
        </ul>
        <Preview found={found} defects={defects.map(({ material, reason }) => `${nameOf(material)}：${reason}`)} />
        <Flex gap="small" wrap className="qi-pane-foot">
          <Button type="primary" disabled={busy} aria-keyshortcuts="Control+Enter" onClick={issue}>
            {t('desk.notice.issue')}
            <kbd aria-hidden className="qi-key">
              Ctrl+Enter
            </kbd>
          </Button>
          {onPromise && <Button onClick={onPromise}>{t('desk.notice.promise')}</Button>}
          <Button onClick={onBack}>{t('desk.notice.back')}</Button>
        </Flex>
      </div>
    </Pane>
  );
}

/** What the applicant need not give is no matter for a notice. */
function needed(code: string, item: Schemas['Item'] | undefined): boolean {
  const material = item?.materials.find((one) => one.code === code);
  return !material || material.source === 'applicant';
}

export function useNames(item: Schemas['Item'] | undefined): (code: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (code) => {
    const known = item?.materials.find((material) => material.code === code);
    return known ? inLanguage(language, known.name, known.name_en) : code === 'form' ? t('act.form') : code;
  };
}

function Wrong({ line, name, say }: { line: CheckLine; name: string; say: Checked['say'] }) {
  const { t } = useTranslation();
  const preset = line.preset ?? 'differs';
  return (
    <div className="qi-line qi-line-fault" data-line={line.code}>
      <strong>✖ {name}</strong>
      <Flex wrap gap={4} role="group" aria-label={t('act.presets_of', { name })}>
        {PRESETS.map((one) => (
          <button
            key={one}
            type="button"
            className="qi-preset"
            aria-pressed={preset === one && !line.text}
            onClick={() => say(line.code, { fits: false, preset: one })}
          >
            {t(`act.short.${one}`)}
          </button>
        ))}
        <button type="button" className="qi-preset" onClick={() => say(line.code, { fits: true })}>
          {t('desk.notice.not_wrong')}
        </button>
      </Flex>
      <Input.TextArea
        rows={1}
        maxLength={500}
        aria-label={t('act.reason_of', { name })}
        value={line.text ?? t(`act.preset.${preset}`)}
        onChange={({ target }) => say(line.code, { fits: false, preset, text: target.value })}
      />
    </div>
  );
}

/** The notice itself, as the applicant will read it. */
function Preview({ found, defects }: { found: Schemas['Case']; defects: string[] }) {
  const { t } = useTranslation();
  const due = useQuery({
    queryKey: ['due-date', today(), ANSWER_DAYS],
    queryFn: () => said(client.POST('/api/calculators/due-date', { body: { start: today(), days: ANSWER_DAYS } })),
  }).data;
  return (
    <section aria-label={t('desk.notice.preview')} className="qi-preview">
      <h3>{t('desk.notice.preview')}</h3>
      <p>{t('desk.notice.begin', { item: found.item_name ?? found.item, n: defects.length })}</p>
      <ol>
        {defects.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ol>
      <p>
        {t('desk.notice.by')} <DateText day={due?.due} provisional={due?.provisional} />
      </p>
      <Typography.Text type="secondary">
        {t('desk.notice.effect')} {t('desk.notice.to', { means: t(`words.means.${found.delivery as 'window'}`) })}
      </Typography.Text>
    </section>
  );
}
