import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { SeriesPage } from './SeriesPage';

import { show } from '@/testing/render';
import { server } from '@/testing/server';

const SERIES = {
  ...{ id: 'S-000001', revision: 7, severity: 'normal', product: '充电器（演示）', uscc: 'U', level: 'II', aql: '1.0' },
  ...{ counting: 'nonconforming', case_no: null, score: 18, refused_of_last_five: 0, refused_on_tightened: 0 },
  ...{ steady: false, agreed: false, why: null, lots_recorded: 1, actions: ['record_lot', 'inform'] },
  changed_at: '2026-11-24T10:00:00+08:00',
  lots: [
    {
      ...{ number: 1, batch: 'L-01', lot_size: 1000, severity: 'normal', code_letter: 'J', sample_size: 80, accept: 2 },
      ...{ full_inspection: false, nonconforming: 1, accepted: true, resubmitted: false, score: 18 },
      ...{ next_severity: 'normal', why: null, at: '2026-11-24T10:00:00+08:00' },
    },
  ],
};
const PLAN = {
  ...{ code_letter: 'J', sample_size: 80, accept: 2, reject: 3, full_inspection: false, asked_letter: 'J' },
};
const POINTS = [
  { p: '0', pa: '1' },
  { p: '0.1', pa: '0.01' },
];
const CURVE = { points: POINTS, p95: '0.0103', p50: '0.0333', p10: '0.0652' };

it('shows the lots, the plan of the next one and its curve, and records a lot against what was seen', async () => {
  let heard: unknown;
  server.use(
    http.get('/api/inspection/series/:series_id', () => HttpResponse.json(SERIES as never)),
    http.post('/api/calculators/sampling-plan', () => HttpResponse.json(PLAN)),
    http.post('/api/calculators/oc-curve', () => HttpResponse.json(CURVE)),
    http.post('/api/inspection/series/:series_id/lots', async ({ request }) => {
      heard = { seen: request.headers.get('if-match'), body: await request.json() };
      return HttpResponse.json({} as never, { status: 201 });
    }),
  );
  show(<SeriesPage />, '/parts/series/S-000001', '/parts/series/:id');
  expect(await screen.findByText(/字码 J n=80 Ac=2 Re=3/, {}, { timeout: 10_000 })).toBeInTheDocument();
  expect(await screen.findByRole('img', { name: 'OC 曲线 n=80 Ac=2' })).toBeInTheDocument();
  expect(screen.getByText(/p95 1\.03 %/)).toBeInTheDocument();
  expect(screen.getByText('L-01')).toBeInTheDocument();
  await userEvent.type(screen.getByLabelText('不合格数 d'), '1');
  await userEvent.click(screen.getByRole('button', { name: '记录' }));
  await expect
    .poll(() => heard)
    .toEqual({ seen: '"7"', body: { lot_size: 1000, nonconforming: 1, resubmitted: false, batch: '' } });
});

it('takes no lot of a suspended series', async () => {
  server.use(
    http.get('/api/inspection/series/:series_id', () =>
      HttpResponse.json({ ...SERIES, severity: 'suspended', actions: ['resume'] } as never),
    ),
    http.post('/api/calculators/sampling-plan', () => HttpResponse.json(PLAN)),
    http.post('/api/calculators/oc-curve', () => HttpResponse.json(CURVE)),
  );
  show(<SeriesPage />, '/parts/series/S-000001', '/parts/series/:id');
  expect(await screen.findByText(/已暂停接收/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: '记录' })).not.toBeInTheDocument();
});
