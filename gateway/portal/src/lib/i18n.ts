import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';

import zhCN from '@/locales/zh-CN';
import type own from '@/locales/zh-CN/own';
import type staff from '@/locales/zh-CN/staff';

/** Chinese is always there; English is fetched by whoever asks for it. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEPT = 'qi.language';

declare module 'i18next' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be augmented
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zhCN & typeof own & typeof staff };
  }
}

export const i18n = i18next.createInstance();

export function kept(): Language {
  return globalThis.localStorage?.getItem(KEPT) === 'en' ? 'en' : 'zh-CN';
}

export async function startI18n(language: Language = kept()): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zhCN } },
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
    returnNull: false,
  });
  await speak(language);
}

const BUNDLES = {
  'zh-CN': {
    all: () => Promise.resolve({ default: zhCN }),
    own: () => import('@/locales/zh-CN/own'),
    staff: () => import('@/locales/zh-CN/staff'),
  },
  en: {
    all: () => import('@/locales/en'),
    own: () => import('@/locales/en/own'),
    staff: () => import('@/locales/en/staff'),
  },
};
export type Bundle = 'own' | 'staff';
const known = new Set<string>(['zh-CN all']);
const wanted = new Set<Bundle>();

async function teach(language: Language, bundle: 'all' | Bundle): Promise<void> {
  if (known.has(`${language} ${bundle}`)) return;
  const texts = (await BUNDLES[language][bundle]()).default;
  i18n.addResourceBundle(language, 'translation', texts, true, true);
  known.add(`${language} ${bundle}`);
}

/** Texts that not every page needs, in Chinese and in what is spoken: of those who work here, or of one's own affairs. */
export async function learn(bundle: Bundle): Promise<void> {
  wanted.add(bundle);
  await teach('zh-CN', bundle);
  await teach(i18n.language === 'en' ? 'en' : 'zh-CN', bundle);
}

export async function speak(language: Language): Promise<void> {
  await teach(language, 'all');
  for (const bundle of wanted) await teach(language, bundle);
  await i18n.changeLanguage(language);
  globalThis.localStorage?.setItem(KEPT, language);
  if (globalThis.document) document.documentElement.lang = language;
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (changed) => {
      i18n.on('languageChanged', changed);
      return () => {
        i18n.off('languageChanged', changed);
      };
    },
    () => (i18n.language === 'en' ? 'en' : 'zh-CN'),
  );
}

/** A text the server keeps in two languages, the second one optional. */
export function inLanguage(language: Language, chinese: string, english?: string | null): string {
  return language === 'en' && english ? english : chinese;
}
