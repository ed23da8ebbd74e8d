import { Theme } from '@rjsf/antd';
import Form, { type IChangeEvent } from '@rjsf/core';
import type { ErrorSchema, RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '../reason';

import { FaultSummary, type Line } from './FaultSummary';
import { answered, faultsOf, inEnglish, titlesOf, withRows, type Fault } from './faults';
import {
  ArrayFieldItemTemplate,
  ArrayFieldTemplate,
  FieldErrorTemplate,
  FieldTemplate,
  ObjectFieldTemplate,
} from './templates';
import { validator } from './validator';
import { CheckboxesWidget, RadioWidget, SelectWidget, YesNoWidget } from './widgets';

import { useLanguage } from '@/lib/i18n';

export type FormData = Record<string, unknown>;
type Told = readonly { path: string; reason: string }[];

type Shown = {
  schema: object;
  uiSchema?: object;
  data: FormData;
  onChange: (data: FormData) => void;
  onValid?: (data: FormData) => void;
  problems?: Told; // what the gateway said of fields, paths below `form/`
  id?: string;
  readonly?: boolean;
  children?: ReactNode; // the buttons
};

const TEMPLATES = {
  ...Theme.templates,
  ArrayFieldItemTemplate,
  ArrayFieldTemplate,
  ErrorListTemplate: () => null, // the summary above is the one list
  FieldErrorTemplate,
  FieldTemplate,
  ObjectFieldTemplate,
};
const WIDGETS = { ...Theme.widgets, RadioWidget, CheckboxWidget: YesNoWidget, CheckboxesWidget, SelectWidget };
const PREFIX = 'f';
const DEFAULTS = { arrayMinItems: { populate: 'never' }, emptyObjectFields: 'skipDefaults' } as const;

/** The one form: any item's JSON Schema with its UI schema, checked by the same schema here and in the service. */
export function ItemForm(shown: Shown) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { onValid, problems, children, readonly, id = 'item-form' } = shown;
  const [attempt, setAttempt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const schema = useMemo(
    () => (language === 'en' ? inEnglish(shown.schema) : shown.schema) as RJSFSchema,
    [language, shown.schema],
  );
  const [held, change] = useHeld(schema, shown);
  const data = useMemo(() => withRows(schema, held), [schema, held]);
  const uiSchema = useMemo(() => withoutSubmit(shown.uiSchema), [shown.uiSchema]);
  const faults = useMemo(() => (attempt > 0 ? faultsOf(schema, answered(schema, data)) : []), [attempt, schema, data]);
  const told = useMemo(() => (problems ?? []).map(toldFault), [problems]);
  const row = (n: number) => t('ui.row', { n });
  const lines = inPageOrder([...faults, ...told].map((fault) => lineOf(fault, titlesOf(schema, fault.path, row))));
  return (
    <div ref={box} className="qi-form">
      <FaultSummary lines={lines} attempt={attempt} />
      <Form
        id={id}
        className="qi-form-body"
        schema={schema}
        uiSchema={uiSchema}
        formData={data}
        validator={validator}
        templates={TEMPLATES}
        widgets={WIDGETS}
        idPrefix={PREFIX}
        idSeparator="."
        noHtml5Validate
        showErrorList={false}
        focusOnFirstError={false}
        liveValidate={attempt > 0 ? 'onChange' : false}
        extraErrors={told.length > 0 ? errorSchemaOf(told) : undefined}
        experimental_defaultFormStateBehavior={DEFAULTS}
        readonly={readonly}
        onChange={(event: IChangeEvent) => change((event.formData ?? {}) as FormData)}
        onSubmit={(event: IChangeEvent) => onValid?.(answered(schema, (event.formData ?? {}) as FormData))}
        onError={() => setAttempt((before) => before + 1)}
      >
        {children ?? <span />}
      </Form>
    </div>
  );
}

/** What the form holds, and what is told of it: without the groups that were left out, which the form keeps open. */
function useHeld(schema: object, { data, onChange }: Shown): [FormData, (changed: FormData) => void] {
  const [held, setHeld] = useState({ told: data, whole: data });
  const change = (whole: FormData) => {
    const told = answered(schema, whole);
    setHeld({ told, whole });
    onChange(told);
  };
  return [data === held.told ? held.whole : data, change];
}

function withoutSubmit(uiSchema: object | undefined): UiSchema {
  return { ...uiSchema, 'ui:submitButtonOptions': { norender: true } };
}

function toldFault({ path, reason }: { path: string; reason: string }): Fault {
  return { path: path.split('/').slice(1), keyword: reason };
}

function lineOf({ path, keyword, limit }: Fault, titles: string[]): Line {
  return { id: [PREFIX, ...path].join('.'), title: titles.join(' › '), text: faultText(keyword, limit) };
}

/** As the fields stand on the page, not as the schema nests them. */
function inPageOrder(lines: Line[]): Line[] {
  const place = new Map<string, number>();
  document.querySelectorAll('[id^="f."]').forEach((element, index) => place.set(element.id, index));
  return lines.sort((one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0));
}

function errorSchemaOf(faults: Fault[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const { path, keyword } of faults) {
    let node: Record<string, unknown> = root as Record<string, unknown>;
    for (const step of path) node = (node[step] ??= {}) as Record<string, unknown>;
    (node.__errors ??= []) as string[];
    (node.__errors as string[]).push(faultText(keyword));
  }
  return root;
}
