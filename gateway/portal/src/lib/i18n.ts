import i18next from 'i18next';
import { useSyncExternalStore } from 'react';
import { initReactI18next } from 'react-i18next';

import zhCN from '@/locales/zh-CN';
import type staff from '@/locales/zh-CN/staff';

/** Chinese is always there; English is fetched by whoever asks for it. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
const KEPT = 'qi.language';

declare module 'i18next' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- only an interface can be augmented
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof zhCN & typeof staff };
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
  'zh-CN': { all: () => Promise.resolve({ default: zhCN }), staff: () => import('@/locales/zh-CN/staff') },
  en: { all: () => import('@/locales/en'), staff: () => import('@/locales/en/staff') },
};
const known = new Set<string>(['zh-CN all']);
let atWork = false;

async function teach(language: Language, bundle: 'all' | 'staff'): Promise<void> {
  if (known.has(`${language} ${bundle}`)) return;
  const texts = (await BUNDLES[language][bundle]()).default;
  i18n.addResourceBundle(language, 'translation', texts, true, true);
  known.add(`${language} ${bundle}`);
}

/** The texts of those who work here, in Chinese and in what is spoken. */
export async function learnStaffTexts(): Promise<void> {
  atWork = true;
  await teach('zh-CN', 'staff');
  await teach(i18n.language === 'en' ? 'en' : 'zh-CN', 'staff');
}

export async function speak(language: Language): Promise<void> {
  await teach(language, 'all');
  if (atWork) await teach(language, 'staff');
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
