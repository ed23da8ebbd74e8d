import { Input, InputNumber, Radio, Select } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';

import type { FieldProps } from './fieldProps';
import { Defects, Files, Promises } from './materialFields';
import type { FieldKind } from './moves';

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
