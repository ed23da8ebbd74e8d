import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import en from '../src/locales/en';
import enOwn from '../src/locales/en/own';
import enStaff from '../src/locales/en/staff';
import zhCN from '../src/locales/zh-CN';
import own from '../src/locales/zh-CN/own';
import staff from '../src/locales/zh-CN/staff';

const ALLOWED = ['lib/days.ts']; // the names of the weekdays

type Texts = { [name: string]: string | Texts };

function leaves(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([name, inner]) =>
    typeof inner === 'string' ? ([[`${path}${name}`, inner]] as [string, string][]) : leaves(inner, `${path}${name}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();
}

const chinese = leaves({ ...zhCN, ...own, ...staff } as Texts);
const english = new Map(leaves({ ...en, ...enOwn, ...enStaff } as Texts));

describe('texts', () => {
  it('are the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort());
  });

  it('name the same facts in both languages', () => {
    const differing = chinese.filter(([key, text]) => {
      const told = new Set(placeholders(text));
      return placeholders(english.get(key) ?? '').some((name) => !told.has(name));
    });
    expect(differing).toEqual([]);
  });

  it('use full-width marks in Chinese', () => {
    expect(chinese.filter(([, text]) => /[一-鿿][,;:!?]/.test(text))).toEqual([]);
  });

  it('do not stand in code', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !/^(?:locales|testing)\/|\.test\.tsx?$|^api\/schema/.test(file),
    );
    const spoken = files.filter((file) => {
      const code = readFileSync(join('src', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /[一-鿿]/.test(code);
    });
    expect(spoken).toEqual(ALLOWED);
  });
});
