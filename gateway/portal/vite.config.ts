import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const gateway = process.env.QI_GATEWAY ?? 'http://127.0.0.1:8000';
const proxied = { target: gateway, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      '@': here('./src'),
      '@rjsf/validator-ajv8': here('./src/ui/form/validator.ts'), // rjsf names it for its own tests only
    },
  },
  cacheDir: '.made/vite',
  build: { manifest: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 1200 },
  server: { port: 5173, strictPort: false, proxy: { '/api': proxied, '/auth': proxied } },
  test: {
    testTimeout: 20_000,
    server: { deps: { inline: [/@rjsf/] } },
    projects: [
      { extends: true, test: { name: 'logic', environment: 'node', include: ['src/**/*.test.ts', 'tests/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'pages',
          environment: 'jsdom',
          include: ['src/**/*.test.tsx'],
          setupFiles: ['src/testing/setup.ts'],
        },
      },
    ],
  },
});
