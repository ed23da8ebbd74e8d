import { DeleteOutlined, DownOutlined, PlusOutlined, UpOutlined } from '@ant-design/icons';
import type {
  ArrayFieldItemTemplateProps,
  ArrayFieldTemplateProps,
  FieldErrorProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  UiSchema,
} from '@rjsf/utils';
import { errorId, getUiOptions, helpId } from '@rjsf/utils';
import { Button, Flex, Form } from 'antd';
import { useTranslation } from 'react-i18next';

/** Fields in a grid, lists and long texts over its whole width; groups as borderless fieldsets with a real legend. */
const GROUPS = new Set(['radio', 'checkboxes']);

function widgetOf(uiSchema: UiSchema | undefined): unknown {
  return getUiOptions(uiSchema).widget;
}

/** A yes or no that must be answered: an empty box would not say whether it was. */
function isQuestion({ type }: { type?: unknown }, required: boolean | undefined): boolean {
  return type === 'boolean' && Boolean(required);
}

export function labelId(id: string): string {
  return `${id}__label`;
}

export function FieldTemplate(props: FieldTemplateProps) {
  const { t } = useTranslation();
  const { id, label, required, schema, uiSchema, hidden, displayLabel, rawErrors, rawHelp, rawDescription, children } =
    props;
  if (hidden) return <div hidden>{children}</div>;
  const container = schema.type === 'object' || (schema.type === 'array' && widgetOf(uiSchema) !== 'checkboxes');
  if (container) return <div className="qi-field-wide">{children}</div>;
  const grouped = GROUPS.has(String(widgetOf(uiSchema))) || isQuestion(schema, required);
  const wide = grouped || widgetOf(uiSchema) === 'textarea' || schema.type === 'array';
  const text = displayLabel || grouped ? label : undefined;
  const help = [rawDescription, rawHelp].filter(Boolean).join(' ');
  return (
    <Form.Item
      layout="vertical"
      className={wide ? 'qi-field-wide' : undefined}
      htmlFor={grouped ? undefined : id}
      label={
        text && (
          <span id={labelId(id)}>
            {text}
            {!required && <span className="qi-optional">{t('ui.optional')}</span>}
          </span>
        )
      }
      extra={help && <span id={helpId(id)}>{help}</span>}
      validateStatus={rawErrors?.length ? 'error' : undefined}
      help={rawErrors?.length ? <span id={errorId(id)}>{[...new Set(rawErrors)].join('；')}</span> : undefined}
    >
      {children}
    </Form.Item>
  );
}

/** The field's own template shows its errors; those of a list stand under its legend. */
export function FieldErrorTemplate({ errors = [], fieldPathId }: FieldErrorProps) {
  if (errors.length === 0) return null;
  return (
    <div id={errorId(fieldPathId)} className="qi-fault">
      {errors.map((error, place) => (
        <div key={place}>{error}</div>
      ))}
    </div>
  );
}

export function ObjectFieldTemplate({ title, properties, fieldPathId, required }: ObjectFieldTemplateProps) {
  const { t } = useTranslation();
  const inner = fieldPathId.path.length > 0 && typeof fieldPathId.path.at(-1) === 'string';
  const shown = properties.filter(({ hidden }) => !hidden).map(({ content }) => content);
  if (!inner) return <div className="qi-fields">{shown}</div>;
  return (
    <fieldset id={fieldPathId.$id} className="qi-group">
      <legend>
        {title}
        {!required && <span className="qi-optional">{t('ui.optional')}</span>}
      </legend>
      <div className="qi-fields">{shown}</div>
    </fieldset>
  );
}

export function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { t } = useTranslation();
  const { title, items, canAdd, onAddClick, fieldPathId, required, rawErrors, uiSchema, disabled, readonly } = props;
  const help = getUiOptions(uiSchema).help;
  return (
    <fieldset id={fieldPathId.$id} className="qi-group" tabIndex={-1}>
      <legend>
        {title}
        {!required && <span className="qi-optional">{t('ui.optional')}</span>}
      </legend>
      {typeof help === 'string' && <p className="qi-help">{help}</p>}
      {rawErrors?.length ? (
        <div className="qi-fault" id={errorId(fieldPathId)}>
          {[...new Set(rawErrors)].join('；')}
        </div>
      ) : null}
      {items}
      {canAdd && (
        <Button icon={<PlusOutlined aria-hidden />} onClick={onAddClick} disabled={disabled || readonly}>
          {t('ui.add', { title })}
        </Button>
      )}
    </fieldset>
  );
}

export function ArrayFieldItemTemplate({ children, index, buttonsProps, hasToolbar }: ArrayFieldItemTemplateProps) {
  const { t } = useTranslation();
  const n = index + 1;
  const { hasRemove, hasMoveUp, hasMoveDown, onRemoveItem, onMoveUpItem, onMoveDownItem, disabled } = buttonsProps;
  return (
    <div role="group" className="qi-row" aria-label={t('ui.row', { n })}>
      <Flex justify="space-between" align="center">
        <strong>{t('ui.row', { n })}</strong>
        {hasToolbar && (
          <Flex gap={4}>
            {hasMoveUp && (
              <Icon label={t('ui.up_row', { n })} icon={<UpOutlined aria-hidden />} onClick={onMoveUpItem} />
            )}
            {hasMoveDown && (
              <Icon label={t('ui.down_row', { n })} icon={<DownOutlined aria-hidden />} onClick={onMoveDownItem} />
            )}
            {hasRemove && !disabled && (
              <Icon label={t('ui.remove_row', { n })} icon={<DeleteOutlined aria-hidden />} onClick={onRemoveItem} />
            )}
          </Flex>
        )}
      </Flex>
      {children}
    </div>
  );
}

function Icon({ label, icon, onClick }: { label: string; icon: React.ReactNode; onClick: (event?: unknown) => void }) {
  return <Button type="text" size="small" icon={icon} aria-label={label} title={label} onClick={onClick} />;
}
