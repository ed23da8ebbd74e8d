import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { DISTRIBUTIONS, ROW, rowsOf, type Field, type Row, type Tool, type Values } from './tools';

import type { Problem } from '@/api/problem';
import { faultText } from '@/ui/reason';

type Shown = { tool: Tool; values: Values; problem?: Problem; onChange: (values: Values) => void };

/** The questions of a calculator; what the server finds wrong stands at its field. */
export function Inputs({ tool, values, problem, onChange }: Shown) {
  const { t } = useTranslation();
  return tool.fields.map((field) => {
    const { name, kind, optional } = field;
    const wrong = problem?.fields.find(({ path }) => path.split(/[/.]/).includes(name));
    const change = (value: string) => onChange({ ...values, [name]: value });
    if (kind === 'inputs') return <Rows key={name} values={values} onChange={change} />;
    return (
      <Form.Item
        key={name}
        layout="vertical"
        htmlFor={`in-${name}`}
        label={
          <>
            {t(`calculators.field.${name}`)}
            {optional && t('ui.optional')}
          </>
        }
        validateStatus={wrong ? 'error' : undefined}
        help={wrong && faultText(wrong.reason)}
      >
        <Question field={field} value={values[name] ?? ''} wrong={Boolean(wrong)} onChange={change} />
      </Form.Item>
    );
  });
}

type Asked = { field: Field; value: string; wrong: boolean; onChange: (value: string) => void };

function Question({ field: { name, kind }, value, wrong, onChange }: Asked) {
  const { t } = useTranslation();
  if (typeof kind !== 'string') {
    return (
      <Select
        id={`in-${name}`}
        className="qi-full"
        value={value || undefined}
        placeholder={t('ui.choose')}
        options={kind.map((one) => ({
          value: one,
          label: t(`calculators.choice.${one}` as 'calculators.choice.normal', { defaultValue: one }),
        }))}
        onChange={onChange}
      />
    );
  }
  return (
    <Input
      id={`in-${name}`}
      type={kind === 'day' ? 'date' : 'text'}
      inputMode={kind === 'number' ? 'numeric' : undefined}
      value={value}
      aria-invalid={wrong}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

const CELLS = ['name', 'value', 'distribution', 'wide', 'k', 'dof'] as const;

function Rows({ values, onChange }: { values: Values; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const rows = rowsOf(values);
  const tell = (changed: Row[]) => onChange(JSON.stringify(changed));
  const set = (place: number, cell: keyof Row, value: string) =>
    tell(rows.map((row, at) => (at === place ? { ...row, [cell]: value } : row)));
  return (
    <fieldset className="qi-group">
      <legend>{t('calculators.field.inputs')}</legend>
      {rows.map((row, place) => (
        <div key={place} role="group" aria-label={t('ui.row', { n: place + 1 })} className="qi-budget">
          {CELLS.filter((cell) => cell !== 'k' || row.distribution === 'normal').map((cell) => (
            <label key={cell}>
              {t(cell === 'wide' ? `calculators.wide.${row.distribution as 'normal'}` : `calculators.cell.${cell}`)}
              {cell === 'distribution' ? (
                <Select
                  aria-label={t('calculators.cell.distribution')}
                  className="qi-full"
                  value={row.distribution}
                  options={DISTRIBUTIONS.map((one) => ({ value: one, label: t(`calculators.distribution.${one}`) }))}
                  onChange={(value: string) => set(place, 'distribution', value)}
                />
              ) : (
                <Input value={row[cell]} onChange={({ target }) => set(place, cell, target.value)} />
              )}
            </label>
          ))}
          <Button
            aria-label={t('ui.remove_row', { n: place + 1 })}
            onClick={() => tell(rows.filter((_, at) => at !== place))}
          >
            {t('ui.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => tell([...rows, ROW])}>{t('calculators.add')}</Button>
    </fieldset>
  );
}
