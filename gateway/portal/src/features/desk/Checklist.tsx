import { Alert, Button, Flex, Tag, Typography } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { Pane } from './Pane';
import type { Checked } from './useVerdicts';

import type { Schemas } from '@/api/client';
import { inLanguage, useLanguage } from '@/lib/i18n';
import { useKeys } from '@/lib/keys';
import { PRESETS, type CheckLine } from '@/ui/act/defects';

type Shown = { found: Schemas['Case']; item: Schemas['Item'] | undefined; verdicts: Checked };
const MARKS = { fits: '✓', fault: '✖', open: '◎' } as const;

/** One line per thing to look at: the machine's finding, the clerk's word, and why. */
export function Checklist({ found, item, verdicts }: Shown) {
  const { t } = useTranslation();
  const { lines, say, stay, ready, place } = verdicts;
  const box = useRef<HTMLUListElement>(null);
  const open = found.state === 'filed' || found.state === 'received';
  const fields = () => [...(box.current?.querySelectorAll<HTMLElement>('fieldset') ?? [])];
  const at = () => fields().findIndex((field) => field.contains(document.activeElement));
  const move = (step: number) => fields()[Math.min(Math.max(at() + step, 0), lines.length - 1)]?.focus();
  const here = () => lines[at()];
  const judge = (fits: boolean) => {
    const line = here();
    if (line) say(line.code, { fits, preset: fits ? undefined : (line.preset ?? 'unclear') });
  };
  const begun = useRef(false);
  useEffect(() => {
    if (!ready || begun.current) return;
    begun.current = true;
    const last = lines.findIndex(({ code }) => code === place.line);
    if (last >= 0) fields()[last]?.focus();
  });
  useKeys(
    {
      n: () => move(1),
      p: () => move(-1),
      y: () => judge(true),
      x: () => judge(false),
    },
    open,
  );
  const count = (state: CheckLine['state']) => lines.filter((line) => line.state === state).length;
  return (
    <Pane name={t('desk.checklist')}>
      <Flex justify="space-between" wrap>
        <Typography.Text role="status">
          ✓ {count('fits')} · ✖ {count('fault')} · ◎ {count('open')}
        </Typography.Text>
        {open && (
          <Typography.Text type="secondary" className="qi-wide-only">
            {t('desk.keys_hint')}
          </Typography.Text>
        )}
      </Flex>
      <Told found={found} />
      <ul
        className="qi-plain qi-lines"
        ref={box}
        onFocus={({ target }) => {
          const line = target.closest<HTMLElement>('[data-line]')?.dataset.line;
          if (line) stay({ line });
        }}
      >
        {lines.map((line) => (
          <li key={line.code}>
            <Line line={line} material={item?.materials.find(({ code }) => code === line.code)} say={say} open={open} />
          </li>
        ))}
      </ul>
    </Pane>
  );
}

/** Why a second notice is not among the actions. */
function Told({ found }: { found: Schemas['Case'] }) {
  const { t } = useTranslation();
  const last = found.corrections.at(-1);
  if (!last || found.state !== 'received') return null;
  return <Alert type="info" showIcon title={t('desk.told_once', { day: last.on ?? '' })} className="qi-gap" />;
}

type OneLine = {
  line: CheckLine;
  material: Schemas['Material'] | undefined;
  say: Checked['say'];
  open: boolean;
};

function Line({ line, material, say, open }: OneLine) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = material ? inLanguage(language, material.name, material.name_en) : t('act.form');
  const source = material ? t(`desk.source.${material.source}`) : t('desk.form_checked');
  return (
    <fieldset className={`qi-line qi-line-${line.state}`} tabIndex={-1} data-line={line.code}>
      <legend className="qi-spoken">
        {name} {t(`desk.line.${line.state}`)}
      </legend>
      <Flex gap={8} align="center" wrap>
        <strong aria-hidden>
          {MARKS[line.state]} {name}
        </strong>
        <Typography.Text type="secondary">{source}</Typography.Text>
        {material && <Tag>{t(`words.necessity.${material.necessity}`)}</Tag>}
        <span className="qi-grow" />
        {open && <Judge line={line} name={name} say={say} />}
      </Flex>
      {line.state === 'fault' && <Why line={line} name={name} say={say} open={open} />}
    </fieldset>
  );
}

function Judge({ line, name, say }: { line: CheckLine; name: string; say: Checked['say'] }) {
  const { t } = useTranslation();
  const choose = (fits: boolean) =>
    say(
      line.code,
      line.by === 'person' && (line.state === 'fits') === fits
        ? undefined
        : { fits, preset: fits ? undefined : 'unclear' },
    );
  return (
    <Flex gap={4}>
      <Button
        size="small"
        aria-label={t('desk.fits_of', { name })}
        aria-pressed={line.state === 'fits'}
        onClick={() => choose(true)}
      >
        {t('desk.fits')}
      </Button>
      <Button
        size="small"
        aria-label={t('desk.fault_of', { name })}
        aria-pressed={line.state === 'fault'}
        onClick={() => choose(false)}
      >
        {t('desk.fault')}
      </Button>
    </Flex>
  );
}

function Why({ line, name, say, open }: { line: CheckLine; name: string; say: Checked['say']; open: boolean }) {
  const { t } = useTranslation();
  if (!open) return <Typography.Text>{t(`act.preset.${line.preset ?? 'differs'}`)}</Typography.Text>;
  return (
    <Flex gap={4} wrap role="group" aria-label={t('act.presets_of', { name })}>
      {PRESETS.map((preset, place) => (
        <button
          key={preset}
          type="button"
          className="qi-preset"
          aria-pressed={line.preset === preset}
          onClick={() => say(line.code, { fits: false, preset })}
        >
          <kbd aria-hidden className="qi-key">
            {place + 1}
          </kbd>
          {t(`act.short.${preset}`)}
        </button>
      ))}
    </Flex>
  );
}
