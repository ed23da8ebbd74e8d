import { Validator, type OutputUnit, type Schema } from '@cfworker/json-schema';

import type { Language } from '@/lib/i18n';

/** One place of a form that breaks its schema: the same place and word the service would answer. */
export type Fault = { path: string[]; keyword: string; limit?: unknown };

const CONTAINERS = new Set(['properties', 'items', 'allOf', 'then', 'else', 'if', '$ref', 'false', 'dependentSchemas']);
const NAMING = new Set(['required', 'additionalProperties']); // whose place is named in their text only
const CHOICES = /\/(?:oneOf|anyOf|not|if|contains)\//; // what is wrong with one branch is no fault of the form
const validators = new WeakMap<object, Validator>();

function validatorOf(schema: object): Validator {
  let found = validators.get(schema);
  if (!found) {
    found = new Validator(schema as Schema, '2020-12', false);
    validators.set(schema, found);
  }
  return found;
}

/** What a form would be as JSON: a field that was emptied is not there. */
function sent(data: unknown): unknown {
  return data === undefined ? {} : (JSON.parse(JSON.stringify(data)) as unknown);
}

export function valid(schema: object, data: unknown): boolean {
  return validatorOf(schema).validate(sent(data)).valid;
}

export function faultsOf(schema: object, data: unknown): Fault[] {
  const { errors } = validatorOf(schema).validate(sent(data));
  const told = errors.filter(
    ({ keyword, keywordLocation }) => !CONTAINERS.has(keyword) && !CHOICES.test(keywordLocation),
  );
  const found = told.map((unit) => faultOf(schema, unit));
  const keys = found.map((fault) => `${fault.path.join('/')} ${fault.keyword}`);
  return found.filter((_, place) => keys.indexOf(keys[place] ?? '') === place);
}

function faultOf(schema: object, unit: OutputUnit): Fault {
  const path = steps(unit.instanceLocation);
  const limit = steps(unit.keywordLocation).reduce<unknown>(within, schema);
  if (NAMING.has(unit.keyword)) path.push(/property "([^"]*)"/i.exec(unit.error)?.[1] ?? '');
  return { path, keyword: unit.keyword.toUpperCase(), limit };
}

function within(value: unknown, step: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
}

function steps(pointer: string): string[] {
  const parts = pointer.replace(/^#?\/?/, '').split('/');
  return parts.filter(Boolean).map((part) => decodeURIComponent(part).replace(/~1/g, '/').replace(/~0/g, '~'));
}

type Node = { title?: string; properties?: Record<string, Node>; items?: Node };

/** The titles on the way to a place: 计量器具 › 第 2 项 › 出厂编号. */
export function titlesOf(schema: object, path: readonly string[], row: (n: number) => string): string[] {
  const titles: string[] = [];
  let node: Node | undefined = schema;
  for (const step of path) {
    const inner: Node | undefined = node?.properties?.[step] ?? node?.items;
    titles.push(node?.items && /^\d+$/.test(step) ? row(Number(step) + 1) : (inner?.title ?? step));
    node = inner;
  }
  return titles;
}

type Listed = Node & {
  type?: string;
  required?: string[];
  minItems?: number;
  items?: Listed;
  properties?: Record<string, Listed>;
};

/** What a required field holds before anybody has typed: a group its fields, a list its first row. */
function begun({ type, minItems = 0, items }: Listed): unknown {
  if (type === 'object') return {};
  return type === 'array' && minItems > 0 && items?.type === 'object' ? [{}] : undefined;
}

/** A form with a first row in every list that must have one, so that nobody has to ask for it. */
export function withRows<T>(schema: object, data: T): T {
  const { properties, items, required = [] } = schema as Listed;
  if (Array.isArray(data)) return (items ? data.map((row: unknown) => withRows(items, row)) : data) as T;
  if (typeof data !== 'object' || data === null || !properties) return data;
  const filled = { ...data } as Record<string, unknown>;
  for (const [name, inner] of Object.entries(properties)) {
    if (filled[name] === undefined && required.includes(name)) filled[name] = begun(inner);
    if (filled[name] !== undefined) filled[name] = withRows(inner, filled[name]);
  }
  return filled as T;
}

/** A form without the groups and lists that may be left out and were: to leave one is not to answer it wrongly. */
export function answered<T>(schema: object, data: T): T {
  const { properties, items, required = [] } = schema as Listed;
  if (Array.isArray(data)) return (items ? data.map((row: unknown) => answered(items, row)) : data) as T;
  if (typeof data !== 'object' || data === null || !properties) return data;
  const all = Object.entries(data).map(([name, value]: [string, unknown]) => {
    const inner = properties[name];
    return [name, inner ? answered(inner, value) : value] as const;
  });
  return Object.fromEntries(all.filter(([name, value]) => required.includes(name) || !isEmpty(value))) as T;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  return typeof value === 'object' && value !== null && Object.values(value).every((inner) => inner === undefined);
}

/** The schema in the reader's language: the catalogue keeps the English title beside the Chinese one. */
export function inEnglish<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map((inner: unknown) => inEnglish(inner)) as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const translated = Object.entries(schema).map(([name, inner]: [string, unknown]) => [name, inEnglish(inner)]);
  const whole = Object.fromEntries(translated) as Record<string, unknown>;
  return (whole['x-title-en'] ? { ...whole, title: whole['x-title-en'] } : whole) as T;
}

/** The first level of a form, as a guide lists it. */
export function titlesIn(schema: object, language: Language): { name: string; title: string; required: boolean }[] {
  const { properties = {}, required = [] } = (language === 'en' ? inEnglish(schema) : schema) as Listed;
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    title: inner.title ?? name,
    required: required.includes(name),
  }));
}
