import { useQuery } from '@tanstack/react-query';
import { Button, Flex } from 'antd';
import { useTranslation } from 'react-i18next';

import { yearQuery } from './queries';

import { Answer } from '@/ui/blocks';

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

type Shown = { year: number; onYear: (year: number) => void };

/** The last days of a year, month by month. */
export function DueYear({ year, onYear }: Shown) {
  const { t } = useTranslation();
  const query = useQuery(yearQuery(year));
  return (
    <section className="qi-panel" aria-labelledby="due-year">
      <Flex gap="small" align="center" justify="space-between">
        <h2 id="due-year">{t('instruments.year', { year })}</h2>
        <Flex gap="small">
          <Button onClick={() => onYear(year - 1)}>{t('instruments.earlier')}</Button>
          <Button onClick={() => onYear(year + 1)}>{t('instruments.later')}</Button>
        </Flex>
      </Flex>
      <Answer query={query} rows={12}>
        {({ days }) => (
          <table>
            <thead>
              <tr>
                <th scope="col">{t('instruments.months')}</th>
                <th scope="col">{t('instruments.days')}</th>
              </tr>
            </thead>
            <tbody>
              {MONTHS.map((month) => {
                const due = days.filter(({ date }) => date?.slice(5, 7) === month);
                return (
                  <tr key={month}>
                    <th scope="row">{t('instruments.month', { month: Number(month) })}</th>
                    <td>
                      {due.length === 0
                        ? t('instruments.none')
                        : due
                            .map(({ date, count }) =>
                              t('instruments.day_count', { day: Number(date?.slice(8)), count }),
                            )
                            .join(' · ')}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </Answer>
    </section>
  );
}
