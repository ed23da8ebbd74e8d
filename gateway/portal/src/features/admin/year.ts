/** A notice of days, as it is pasted: one day a line, the date first, then the holiday's name. */
export type NamedDay = { date: string; name: string };
export type Read = { days: NamedDay[]; wrong: number[] }; // lines that say no day of that year

const LINE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s+(\S.*)$/;

export function daysOf(text: string, year: number): Read {
  const days: NamedDay[] = [];
  const wrong: number[] = [];
  for (const [place, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    const [, of = '', month = '', day = '', name = ''] = LINE.exec(line.trim()) ?? [];
    const date = `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    const real =
      Number(of) === year && !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date);
    if (real) days.push({ date, name: name.trim() });
    else wrong.push(place + 1);
  }
  return { days, wrong };
}

export function textOf(days: readonly { date: string | null; name: string }[]): string {
  return days.map(({ date, name }) => `${date ?? ''} ${name}`).join('\n');
}

/** The weeks of a month, Monday first; 0 where no day of the month stands. */
export function weeksOf(year: number, month: number): number[][] {
  const first = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const cells = Array.from({ length: Math.ceil((first + length) / 7) * 7 }, (_, place) => place - first + 1);
  const shown = cells.map((day) => (day >= 1 && day <= length ? day : 0));
  return Array.from({ length: shown.length / 7 }, (_, week) => shown.slice(week * 7, week * 7 + 7));
}
