import { useTranslation } from 'react-i18next';

import { weeksOf } from './year';

import type { Schemas } from '@/api/client';
import { weekday } from '@/lib/days';
import { useLanguage } from '@/lib/i18n';

type Year = Pick<Schemas['CalendarYear'], 'year' | 'off' | 'work'>;
const MONTHS = Array.from({ length: 12 }, (_, place) => place + 1);
const MONDAY = '2024-01-01'; // a Monday: the names of the days of a week from there

/** A year at a glance: what is off, and which weekends are worked; in words too. */
export function YearGrid({ of }: { of: Year }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = [0, 1, 2, 3, 4, 5, 6].map((place) => weekday(`${MONDAY.slice(0, 8)}0${place + 1}`, language));
  const off = new Map(of.off.map(({ date, name }) => [date, name]));
  const work = new Map(of.work.map(({ date, name }) => [date, name]));
  return (
    <div className="qi-months">
      {MONTHS.map((month) => (
        <table key={month} className="qi-month">
          <caption>{t('admin.calendar.month', { year: of.year, n: month })}</caption>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col" abbr={name}>
                  {name.slice(language === 'en' ? 0 : 1, language === 'en' ? 2 : undefined)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(of.year, month).map((week) => (
              <tr key={week.join()}>
                {week.map((day, place) => {
                  const date = `${of.year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
                  const kind = day === 0 ? '' : off.has(date) ? 'off' : work.has(date) ? 'work' : '';
                  return (
                    <td key={place} className={kind && `qi-day-${kind}`} title={off.get(date) ?? work.get(date)}>
                      {day || ''}
                      {kind && <sup>{t(`admin.calendar.mark.${kind as 'off'}`)}</sup>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
