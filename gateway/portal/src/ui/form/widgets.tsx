import { Widgets } from '@rjsf/antd';
import { ariaDescribedByIds, type WidgetProps } from '@rjsf/utils';
import { Checkbox, Radio, Select } from 'antd';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';

import { labelId } from './templates';

const Box = Widgets.CheckboxWidget as ComponentType<WidgetProps>;

/** The choices of a field as rjsf's own widgets show them, but labelled, and in our words. */
function optionsOf(props: WidgetProps): { value: string | number | boolean; label: string }[] {
  return (props.options.enumOptions ?? []).map(({ value, label }) => ({ value: value as string, label }));
}

/** A yes or no that may be left out is a box; one that must be answered asks for either. */
export function YesNoWidget(props: WidgetProps) {
  const { t } = useTranslation();
  if (!props.required) return <Box {...props} />;
  const choices = [
    { value: true, label: t('ui.yes') },
    { value: false, label: t('ui.no') },
  ];
  return <RadioWidget {...props} options={{ ...props.options, enumOptions: choices }} />;
}

export function RadioWidget(props: WidgetProps) {
  const { id, value, onChange, disabled, readonly } = props;
  return (
    <Radio.Group
      id={id}
      name={id}
      role="radiogroup"
      aria-labelledby={labelId(id)}
      aria-describedby={ariaDescribedByIds(id)}
      disabled={disabled || readonly}
      value={value as unknown}
      onChange={({ target }) => onChange(target.value)}
      options={optionsOf(props)}
    />
  );
}

export function CheckboxesWidget(props: WidgetProps) {
  const { id, value, onChange, disabled, readonly } = props;
  return (
    <div role="group" id={id} aria-labelledby={labelId(id)} aria-describedby={ariaDescribedByIds(id)} tabIndex={-1}>
      <Checkbox.Group
        name={id}
        disabled={disabled || readonly}
        value={Array.isArray(value) ? (value as string[]) : []}
        onChange={(chosen) => onChange(chosen)}
        options={optionsOf(props)}
      />
    </div>
  );
}

export function SelectWidget(props: WidgetProps) {
  const { t } = useTranslation();
  const { id, value, onChange, onBlur, onFocus, disabled, readonly, multiple, required } = props;
  return (
    <Select
      id={id}
      className="qi-full"
      mode={multiple ? 'multiple' : undefined}
      allowClear={!required}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('ui.choose')}
      disabled={disabled || readonly}
      value={value as string | undefined}
      options={optionsOf(props)}
      aria-describedby={ariaDescribedByIds(id)}
      onChange={(chosen: string | undefined) => onChange(chosen)}
      onBlur={() => onBlur(id, value)}
      onFocus={() => onFocus(id, value)}
    />
  );
}
