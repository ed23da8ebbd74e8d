import type { Language } from './i18n';

/** Days and moments as Ningbo's calendar shows them, whatever zone the machine is set to. */
const ZONE = 'Asia/Shanghai';
const day = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
const time = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const WEEKDAYS: Record<Language, string[]> = {
  'zh-CN': ['日', '一', '二', '三', '四', '五', '六'].map((name) => `周${name}`),
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const NEAR: Record<Language, string[]> = { 'zh-CN': ['今天', '明天'], en: ['today', 'tomorrow'] };

export function dayOf(moment: string | Date): string {
  return typeof moment === 'string' && moment.length === 10 ? moment : day.format(new Date(moment));
}

export function today(): string {
  return day.format(new Date());
}

export function timeOf(moment: string | Date): string {
  return time.format(new Date(moment));
}

/** Whole days from one ISO day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function weekday(isoDay: string, language: Language): string {
  return WEEKDAYS[language][new Date(`${isoDay}T00:00:00Z`).getUTCDay()] ?? '';
}

/** `2026-12-11（周五）`, and 今天 or 明天 before what is near. */
export function dayText(isoDay: string, language: Language, from = today()): string {
  const near = NEAR[language][daysBetween(from, isoDay)];
  const week = weekday(isoDay, language);
  const told = language === 'en' ? `${isoDay} (${week})` : `${isoDay}（${week}）`;
  return near ? `${near} ${told}` : told;
}

export function momentText(moment: string): string {
  return `${dayOf(moment)} ${timeOf(moment)}`;
}
