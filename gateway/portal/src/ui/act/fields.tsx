import { useQuery } from '@tanstack/react-query';
import { Checkbox, Flex, Input, InputNumber, Radio, Select, Typography } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';

import { MaterialUpload } from '../MaterialUpload';

import { PRESETS, type Defect } from './defects';
import type { Field, FieldKind, Subject } from './moves';

import type { Schemas } from '@/api/client';
import { itemQuery } from '@/api/queries';
import type { Given } from '@/api/upload';
import { today } from '@/lib/days';
import { inLanguage, useLanguage } from '@/lib/i18n';

/** How each kind of field is asked for; a value is exactly what the gateway takes. */
export type FieldProps = {
  field: Field;
  id: string;
  subject: Subject;
  value: unknown;
  invalid: boolean;
  onChange: (value: unknown) => void;
};

function useFieldLabel(name: string): string {
  return useTranslation().t(`act.field.${name as 'reason'}`);
}

function Text({ field, id, value, invalid, onChange }: FieldProps) {
  return (
    <Input
      id={id}
      maxLength={field.max}
      value={value as string | undefined}
      status={invalid ? 'error' : undefined}
      aria-invalid={invalid}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function Long({ id, value, invalid, onChange }: FieldProps) {
  return (
    <Input.TextArea
      id={id}
      autoSize={{ minRows: 3, maxRows: 10 }}
      maxLength={4000}
      value={value as string | undefined}
      status={invalid ? 'error' : undefined}
      aria-invalid={invalid}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function Day({ id, value, invalid, onChange }: FieldProps) {
  return (
    <Input
      id={id}
      type="date"
      className="qi-day"
      value={(value as string | undefined) ?? ''}
      status={invalid ? 'error' : undefined}
      aria-invalid={invalid}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function Count({ field, id, value, invalid, onChange }: FieldProps) {
  return (
    <InputNumber<number>
      id={id}
      min={1}
      max={field.max}
      precision={0}
      value={value as number | undefined}
      status={invalid ? 'error' : undefined}
      aria-invalid={invalid}
      onChange={onChange}
    />
  );
}

const FEW = 4;

function Choice({ field, id, subject, value, onChange }: FieldProps) {
  const { t } = useTranslation();
  const label = useFieldLabel(field.name);
  const codes = typeof field.choices === 'function' ? field.choices(subject) : (field.choices ?? []);
  const options = codes.map((code) => ({ value: code, label: t(`act.choice.${field.name}.${code}` as 'act.dialog') }));
  if (codes.length > FEW) {
    return <Select id={id} className="qi-full" value={value as string} options={options} onChange={onChange} />;
  }
  return (
    <Radio.Group
      id={id}
      name={id}
      role="radiogroup"
      aria-label={label}
      value={value}
      options={options}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

function Names({ id, value, onChange }: FieldProps) {
  return (
    <Select
      id={id}
      className="qi-full"
      mode="tags"
      open={false}
      suffixIcon={null}
      value={(value as string[] | undefined) ?? []}
      onChange={onChange}
    />
  );
}

function useMaterials(subject: Subject): { code: string; name: string }[] {
  const language = useLanguage();
  const materials = useQuery(itemQuery(subject.item)).data?.materials ?? [];
  return materials
    .filter(({ source }) => source === 'applicant')
    .map(({ code, name, name_en }) => ({ code, name: inLanguage(language, name, name_en) }));
}

/** Ticked, not written: every material and the form, each with a reason to choose and to edit. */
function Defects({ subject, value, onChange }: FieldProps) {
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

function Promises({ subject, value, onChange }: FieldProps) {
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
function Files({ subject, value, onChange }: FieldProps) {
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

export const FIELDS: Record<FieldKind, ComponentType<FieldProps>> = {
  text: Text,
  long: Long,
  choice: Choice,
  day: Day,
  count: Count,
  names: Names,
  defects: Defects,
  promises: Promises,
  files: Files,
};

/** Kinds whose own parts carry labels: the field's name is their heading. */
export const GROUPED: ReadonlySet<FieldKind> = new Set(['choice', 'defects', 'promises', 'files']);

/** Files are known by their ids once they are sent on. */
export function bodyOf(values: Record<string, unknown>): Record<string, unknown> {
  const { materials, ...others } = values;
  if (!Array.isArray(materials)) return values;
  return { ...others, materials: (materials as (Given | Schemas['FiledMaterial'])[]).map(({ id }) => id) };
}
