import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { Instruments } from './Instruments';
import type { Instrument } from './queries';

import { reads } from '@/testing/made';
import { show } from '@/testing/render';
import { server } from '@/testing/server';

function anInstrument(more: Partial<Instrument> = {}): Instrument {
  return {
    id: 'i1',
    revision: 1,
    uscc: '91330203MA28TEU130',
    state: 'in_use',
    standing: 'due',
    usable: true,
    actions: ['stop'],
    texts: {
      name: '电子计价秤',
      model: 'ACS-15',
      serial: 'YJ-8',
      manufacturer: null,
      capability: null,
      place: '收银台',
    },
    category: 'price_scale',
    category_name: '电子计价秤',
    use: 'trade',
    mode: 'periodic',
    rule: 'JJG 539-2016',
    rule_row: 'category/price_scale/2016-11-30',
    verified_on: '2025-12-02',
    valid_until: '2026-12-01',
    certificate: 'YH-1',
    batch: null,
    reminded: 0,
    days_left: 7,
    changed_at: null,
    ...more,
  };
}

const YEAR = { days: [{ date: '2026-12-01', count: 2 }], total: 2, unusable: 1, due: 1, this_month: 0, next_month: 1 };

function open(rows: Instrument[], at = '/instruments') {
  const year = new Date().getFullYear();
  server.use(
    ...reads({
      '/api/instruments': { instruments: rows, next: null },
      [`/api/instruments/calendar/${year}`]: { ...YEAR, year },
      '/api/instruments/calendar/2026': { ...YEAR, year: 2026 },
    }),
  );
  return show(<Instruments />, at, '/instruments');
}

it('shows what must not be used in words', async () => {
  open([anInstrument({ id: 'i2', standing: 'expired', usable: false }), anInstrument()]);
  expect(await screen.findByText('不得使用 · 已过期')).toBeInTheDocument();
  expect(await screen.findByText(/不得使用 1 台/)).toBeInTheDocument();
});

it('begins an application from the ticked rows', async () => {
  let asked: unknown;
  server.use(
    http.post('/api/drafts', async ({ request }) => {
      asked = await request.json();
      return HttpResponse.json({ id: 'd1' }, { status: 201 });
    }),
  );
  open([anInstrument()]);
  await userEvent.click(await screen.findByRole('checkbox', { name: /YJ-8/ }));
  await userEvent.click(screen.getByRole('button', { name: '一键申请检定（1 台）' }));
  await waitFor(() =>
    expect(asked).toMatchObject({ item: 'M-02', form: { instruments: [{ serial: 'YJ-8', occasion: 'periodic' }] } }),
  );
});

it('tells each fault by row, column, what and fix, and then takes the good rows', async () => {
  const fault = { row: 7, column: '出厂编号', reason: 'DUPLICATE_IN_FILE', value: '3' };
  const asked: unknown[] = [];
  server.use(
    http.post('/api/materials', () => HttpResponse.json({ id: 'm1' }, { status: 201 })),
    http.post('/api/instruments/imports', async ({ request }) => {
      const body = (await request.json()) as { preview: boolean };
      asked.push(body);
      const report = { id: null, rows: 6, good: 5, added: 0, known: 0, faults: [fault], fault_count: 1 };
      return HttpResponse.json(body.preview ? report : { ...report, id: 'b', added: 5 });
    }),
  );
  open([]);
  const file = new File(['PK'], '清单.xlsx');
  await userEvent.upload(await screen.findByLabelText('选择 XLSX 文件', { selector: 'input' }), file);
  expect(await screen.findByText('重复，见第 3 行')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: '只导入没有问题的 5 台' }));
  expect(await screen.findByText(/已导入 5 台/)).toBeInTheDocument();
  expect(asked.at(-1)).toEqual({ material: 'm1', preview: false, skip_faulty: true });
});

it('shows the year by its months', async () => {
  open([], '/instruments?year=2026');
  expect(await screen.findByText('1 日 2 台')).toBeInTheDocument();
});
