import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function breaches(filePath: string, imported: string): Promise<string[]> {
  const [told] = await eslint.lintText(`import '${imported}';\n`, { filePath });
  return (told?.messages ?? []).map(({ ruleId }) => ruleId ?? '');
}

const RULE = 'import-x/no-restricted-paths';

describe('import zones', () => {
  it.each([
    ['src/features/catalogue/Breach.tsx', '@/app/router'],
    ['src/ui/Breach.tsx', '@/features/catalogue/Catalogue'],
    ['src/api/breach.ts', '@/ui/reason'],
    ['src/lib/breach.ts', '@/api/client'],
    ['src/lib/breach.ts', '../ui/reason'],
  ])('%s may not import %s', async (file, imported) => {
    expect(await breaches(file, imported)).toContain(RULE);
  });

  it.each([
    ['src/features/catalogue/fine.ts', '@/ui/reason'],
    ['src/app/fine.ts', '@/features/catalogue/Catalogue'],
  ])('%s may import %s', async (file, imported) => {
    expect(await breaches(file, imported)).not.toContain(RULE);
  });
});
