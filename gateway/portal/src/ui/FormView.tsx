import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';

import { inEnglish } from './form/faults';

import { useLanguage, type Language } from '@/lib/i18n';

type Node = {
  title?: string;
  type?: string;
  properties?: Record<string, Node>;
  items?: Node;
  oneOf?: { const: unknown; title?: string }[];
};
type Row = { key: string; label: string; value: string };
type Say = { yes: string; no: string; row: (n: number) => string };

/** What a form says, by the titles of its schema, for reading. */
export function rowsOf(schema: object, data: unknown, say: Say, label = ''): Row[] {
  const node = schema as Node;
  if (data === undefined || data === null || data === '') return [];
  if (Array.isArray(data)) {
    if (!node.items?.properties)
      return [{ key: label, label, value: data.map((one) => worded(node.items, one, say)).join(' · ') }];
    return data.flatMap((one: unknown, place) =>
      rowsOf(node.items ?? {}, one, say, `${label} ${say.row(place + 1)}`.trim()),
    );
  }
  if (typeof data === 'object') {
    return Object.entries(node.properties ?? {}).flatMap(([name, inner]) => {
      const title = [label, inner.title ?? name].filter(Boolean).join(' › ');
      return rowsOf(inner, (data as Record<string, unknown>)[name], say, title);
    });
  }
  return [{ key: label, label, value: worded(node, data, say) }];
}

function worded(node: Node | undefined, value: unknown, say: Say): string {
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  return node?.oneOf?.find((choice) => choice.const === value)?.title ?? String(value);
}

export function inTongue(schema: object, language: Language): object {
  return language === 'en' ? inEnglish(schema) : schema;
}

export function FormView({ schema, data }: { schema: object; data: unknown }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say: Say = { yes: t('ui.yes'), no: t('ui.no'), row: (n) => t('ui.row', { n }) };
  const rows = rowsOf(inTongue(schema, language), data, say);
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      items={rows.map(({ key, label, value }, place) => ({ key: `${key} ${place}`, label, children: value }))}
    />
  );
}
