import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { server } from './server';

import { learn, startI18n } from '@/lib/i18n';

/** What jsdom lacks and antd asks for. */
const nothing = () => undefined;

globalThis.ResizeObserver = class {
  observe = nothing;
  unobserve = nothing;
  disconnect = nothing;
};
globalThis.matchMedia = (media: string) =>
  ({
    media,
    matches: media.includes('min-width'),
    addEventListener: nothing,
    removeEventListener: () => undefined,
    addListener: nothing,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList;
Element.prototype.scrollIntoView = nothing;
window.scrollTo = nothing;

beforeAll(async () => {
  await startI18n('zh-CN');
  await learn('own');
  await learn('staff');
  server.listen({ onUnhandledFrame: 'error' });
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
});
afterAll(() => server.close());
