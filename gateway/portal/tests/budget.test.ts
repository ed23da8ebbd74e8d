import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

/** Kilobytes of script, gzip, that a first visit fetches; from the build's manifest. */
type Chunk = { file: string; isEntry?: boolean; imports?: string[]; dynamicImports?: string[] };
const MANIFEST = 'dist/.vite/manifest.json';
const manifest = existsSync(MANIFEST) ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Chunk>) : {};

function reached(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const next of manifest[name]?.imports ?? []) reached(next, seen);
  return seen;
}

function weight(names: Iterable<string>): number {
  const files = [...names].map((name) => manifest[name]?.file ?? '').filter((file) => file.endsWith('.js'));
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0) / 1000;
}

const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry) ?? '';
const base = reached(entry);
const routes = Object.keys(manifest).filter((name) => name.startsWith('src/features/'));
const total = (name: string) => weight(new Set([...base, ...reached(name)]));
const LIMITS: Record<string, number> = {
  'src/features/catalogue/Catalogue.tsx': 320,
  'src/features/desk/Queue.tsx': 450,
};

describe.skipIf(!existsSync(MANIFEST))('script to fetch', () => {
  it('is at most 300 kB for the entry', () => {
    expect(weight(base)).toBeLessThanOrEqual(300);
  });

  it.each(routes)('is within its limit for %s', (name) => {
    expect(total(name)).toBeLessThanOrEqual(LIMITS[name] ?? 600);
  });
});
