import { Descriptions, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

import { inEnglish } from './faults';

import { useLanguage } from '@/lib/i18n';

type Node = {
  title?: string;
  properties?: Record<string, Node>;
  items?: Node;
  oneOf?: { const?: unknown; title?: string }[];
  type?: string;
};
type Line = { path: string; label: string; text: string };
type Block = { title: string; lines: Line[] };

/** What was filled in, to be read: every field with its title, groups and rows as blocks of their own. */
export function FormView({ schema, data }: { schema: object; data: unknown }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = (language === 'en' ? inEnglish(schema) : schema) as Node;
  const words: Words = { yes: t('ui.yes'), no: t('ui.no'), row: (n) => t('ui.row', { n }) };
  const blocks = blocksOf(shown, data, '', words).filter(({ lines }) => lines.length > 0);
  return blocks.map(({ title, lines }, place) => (
    <section key={`${title} ${place}`} aria-label={title || undefined}>
      {title && <Typography.Text strong>{title}</Typography.Text>}
      <Descriptions
        size="small"
        bordered
        column={1}
        className="qi-form-view"
        items={lines.map(({ path, label, text }) => ({ key: path, label, children: text }))}
      />
    </section>
  ));
}

type Words = { yes: string; no: string; row: (n: number) => string };

function blocksOf(node: Node, data: unknown, title: string, words: Words, path = ''): Block[] {
  if (typeof data !== 'object' || data === null) return [];
  const own: Block = { title, lines: [] };
  const inner: Block[] = [];
  for (const [name, value] of Object.entries(data)) {
    const of = Array.isArray(data) ? (node.items ?? {}) : (node.properties?.[name] ?? {});
    const label = Array.isArray(data) ? words.row(Number(name) + 1) : (of.title ?? name);
    const nested = typeof value === 'object' && value !== null && !plainList(value);
    if (nested) inner.push(...blocksOf(of, value, title ? `${title} › ${label}` : label, words, `${path}/${name}`));
    else own.lines.push({ path: `${path}/${name}`, label, text: textOf(of, value, words) });
  }
  return [own, ...inner];
}

function plainList(value: object): boolean {
  return Array.isArray(value) && value.every((one) => typeof one !== 'object');
}

function textOf(node: Node, value: unknown, words: Words): string {
  if (Array.isArray(value)) return value.map((one) => textOf(node.items ?? {}, one, words)).join('、');
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return node.oneOf?.find((choice) => choice.const === value)?.title ?? String(value ?? '–');
}
