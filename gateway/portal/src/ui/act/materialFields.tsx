import { useQuery } from '@tanstack/react-query';
import { Checkbox, Flex, Input, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { MaterialUpload } from '../MaterialUpload';

import { PRESETS, type Defect } from './defects';
import type { FieldProps } from './fieldProps';
import type { Subject } from './moves';

import { itemQuery } from '@/api/queries';
import type { Given } from '@/api/upload';
import { today } from '@/lib/days';
import { inLanguage, useLanguage } from '@/lib/i18n';

/** Fields about the materials of a case's item: what is wrong with them, when they come, the files themselves. */
function useMaterials(subject: Subject): { code: string; name: string }[] {
  const language = useLanguage();
  const materials = useQuery(itemQuery(subject.item)).data?.materials ?? [];
  return materials
    .filter(({ source }) => source === 'applicant')
    .map(({ code, name, name_en }) => ({ code, name: inLanguage(language, name, name_en) }));
}

/** Ticked, not written: every material and the form, each with a reason to choose and to edit. */
export function Defects({ subject, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const told = (value as Defect[] | undefined) ?? [];
  const lines = [...useMaterials(subject), { code: 'form', name: t('act.form') }];
  const change = (code: string, reason: string | undefined) => {
    const others = told.filter(({ material }) => material !== code);
    const all = reason === undefined ? others : [...others, { material: code, reason }];
    onChange(lines.flatMap((line) => all.filter(({ material }) => material === line.code)));
  };
  return (
    <ul className="qi-plain">
      {lines.map(({ code, name }) => {
        const reason = told.find(({ material }) => material === code)?.reason;
        return (
          <li key={code}>
            <Checkbox
              checked={reason !== undefined}
              onChange={({ target }) => change(code, target.checked ? t('act.preset.absent') : undefined)}
            >
              {name}
            </Checkbox>
            {reason !== undefined && <Reason name={name} reason={reason} onChange={(next) => change(code, next)} />}
          </li>
        );
      })}
    </ul>
  );
}

function Reason({ name, reason, onChange }: { name: string; reason: string; onChange: (reason: string) => void }) {
  const { t } = useTranslation();
  return (
    <Flex vertical gap={4} className="qi-inner">
      <Flex wrap gap={4} role="group" aria-label={t('act.presets_of', { name })}>
        {PRESETS.map((preset) => {
          const text = t(`act.preset.${preset}`);
          return (
            <button
              key={preset}
              type="button"
              className="qi-preset"
              aria-pressed={text === reason}
              onClick={() => onChange(text)}
            >
              {t(`act.short.${preset}`)}
            </button>
          );
        })}
      </Flex>
      <Input.TextArea
        autoSize={{ minRows: 1, maxRows: 4 }}
        aria-label={t('act.reason_of', { name })}
        value={reason}
        onChange={({ target }) => onChange(target.value)}
      />
    </Flex>
  );
}

type Promised = { material: string; by: string };

export function Promises({ subject, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const absent = 'promisable' in subject ? subject.promisable : [];
  const open = useMaterials(subject).filter(({ code }) => absent.includes(code));
  const told = (value as Promised[] | undefined) ?? [];
  const dayOf = (code: string) => told.find(({ material }) => material === code)?.by ?? '';
  const change = (code: string, by: string) =>
    onChange(open.map((line) => ({ material: line.code, by: line.code === code ? by : dayOf(line.code) })));
  if (open.length === 0) return <Typography.Text>{t('act.nothing_to_promise')}</Typography.Text>;
  return (
    <ul className="qi-plain">
      {open.map(({ code, name }) => (
        <li key={code}>
          <label>
            {name} {t('act.by')}{' '}
            <Input
              type="date"
              className="qi-day"
              min={today()}
              value={dayOf(code)}
              onChange={({ target }) => change(code, target.value)}
            />
          </label>
        </li>
      ))}
    </ul>
  );
}

const OWN = 'result'; // a specialist's own word for what belongs to a result

/** Files by material for a case; for a part one heap of the specialist's own. */
export function Files({ subject, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const materials = useMaterials(subject);
  const given = (value as Given[] | undefined) ?? [];
  const places = 'case_no' in subject ? [{ code: OWN, name: t('act.result_file') }] : materials;
  return (
    <Flex vertical gap="small">
      {places.map(({ code, name }) => (
        <div key={code} role="group" aria-label={name}>
          <Typography.Text type="secondary">{name}</Typography.Text>
          <MaterialUpload
            item={subject.item}
            material={code}
            label={name}
            given={given.filter(({ material }) => material === code)}
            onGiven={(own) => onChange([...given.filter(({ material }) => material !== code), ...own])}
          />
        </div>
      ))}
    </Flex>
  );
}
