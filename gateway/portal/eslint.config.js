import { readdirSync } from 'node:fs';

import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import imports from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync(new URL('./src/features', import.meta.url));
const layers = ['lib', 'api', 'ui', 'features', 'app']; // each may import itself and what stands before it
const upward = layers.slice(0, -1).map((layer, place) => ({
  target: `./src/${layer}`,
  from: layers.slice(place + 1).map((above) => `./src/${above}`),
  message: `${layer} stands below`,
}));
const sideways = features.map((feature) => ({
  target: `./src/features/${feature}`,
  from: './src/features',
  except: [`./${feature}`],
  message: 'a feature knows no other feature: what two need belongs into ui or api',
}));

export default tseslint.config(
  { ignores: ['dist', '.made', 'shots', 'src/api/schema.d.ts'] },
  tseslint.configs.strict,
  tseslint.configs.stylistic,
  {
    plugins: { 'import-x': imports, 'react-hooks': hooks },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: import.meta.dirname })] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones: [...upward, ...sideways] }],
      'import-x/no-cycle': ['error', { maxDepth: 6 }],
      'import-x/order': ['error', { 'newlines-between': 'always', alphabetize: { order: 'asc' } }],
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: true }],
      'no-console': 'error',
    },
  },
  { files: ['e2e/**'], rules: { 'no-console': 'off' } }, // what a run tells on its way
);
