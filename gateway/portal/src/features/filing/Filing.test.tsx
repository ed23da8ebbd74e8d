import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { beforeEach, expect, it } from 'vitest';

import { Filing } from './Filing';

import { aCase, aMe, anItem, aProblem, reads } from '@/testing/made';
import { show } from '@/testing/render';
import { server } from '@/testing/server';

const STATION = { code: '330212001', name: '姜山窗口', district: '鄞州区', address: '', phone: '', hours: '' };
const FILE = { id: 'm-1', material: 'order', sha256: 'a', size: 9, media_type: 'application/pdf', name: '协议.pdf' };
const EARLIER = { file: FILE, item: 'J-01', material_name: '委托协议', case_no: 'NB-0', at: null, fits: 'order' };
const LAST = aCase({ no: 'NB-0' });

beforeEach(() => {
  server.use(
    ...reads({
      '/api/me': aMe(),
      '/api/items/J-01': anItem(),
      '/api/stations': { stations: [STATION] },
      '/api/cases': { cases: [LAST], next: null },
      '/api/cases/NB-0': LAST,
      '/api/materials': { materials: [EARLIER] },
    }),
    http.post('/api/drafts', () => aProblem('DEPENDENCY_AWAY', 503)),
  );
});

async function at(step: string) {
  const shown = show(<Filing />, `/file/J-01?step=${step}`, '/file/:code');
  shown.queries.setQueryData(['me'], aMe());
  await screen.findByRole('navigation', { name: '申报步骤' });
  return shown;
}

it('submits with one key however often it is pressed, and says what was made', async () => {
  const keys: (string | null)[] = [];
  server.use(
    http.post('/api/cases', ({ request }) => {
      keys.push(request.headers.get('Idempotency-Key'));
      return keys.length === 1 ? HttpResponse.error() : HttpResponse.json(aCase(), { status: 201 });
    }),
  );
  await at('review');
  await userEvent.click(screen.getByRole('button', { name: '提交申报' }));
  expect(screen.getByText('请先勾选承诺')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByRole('button', { name: '提交申报' }));
  expect(await screen.findByText(/现在没有网络，没有提交/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: '提交申报' }));
  expect(await screen.findByText('QL75NGU95')).toBeInTheDocument();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

it('takes company and contact from the last case, and asks for what is still missing', async () => {
  await at('who');
  await waitFor(() => expect(screen.getByRole('textbox', { name: '企业名称' })).toHaveValue('宁波甬稳（演示）'));
  await userEvent.click(screen.getByRole('button', { name: '保存并继续' }));
  expect(screen.getByRole('button', { name: '首办站点：请填写此项' })).toBeInTheDocument();
});

it('shows what the window would find, each with the way to mend it', async () => {
  const findings = [
    { path: 'form/subject', reason: 'REQUIRED', level: 'wrong' },
    { path: 'materials/order', reason: 'MATERIAL_MISSING', level: 'missing' },
  ];
  const days = { received_on: '2026-11-24', accept_due: '2026-12-01', promised_due: null, decision_due: null };
  server.use(
    http.post('/api/checks', () => HttpResponse.json({ findings, outcome: 'wrong', provisional: false, ...days })),
  );
  await at('check');
  expect(await screen.findByText('办理事由：请填写此项')).toBeInTheDocument();
  expect(screen.getByText('委托协议：还没有提供')).toBeInTheDocument();
  await userEvent.click(screen.getAllByRole('button', { name: '去修改' })[0] as HTMLElement);
  expect(await screen.findByRole('textbox', { name: '办理事由' })).toBeInTheDocument();
});

it('names the reason and the trace when a filing is refused', async () => {
  server.use(
    http.post('/api/cases', () => aProblem('ITEM_CLOSED', 409, { params: { item: '委托检验', date: '2026-11-20' } })),
  );
  await at('review');
  await userEvent.click(screen.getByRole('checkbox'));
  await userEvent.click(screen.getByRole('button', { name: '提交申报' }));
  expect(await screen.findByText(/「委托检验」自 2026-11-20 起暂停受理/)).toBeInTheDocument();
  expect(screen.getByText('问题编号 abc123')).toBeInTheDocument();
});

it('offers what was given before, and takes it without sending it again', async () => {
  const wanted: unknown[] = [];
  server.use(
    http.post('/api/materials/m-1/reuse', async ({ request }) => {
      wanted.push(await request.json());
      return HttpResponse.json({ id: 'm-2', sha256: 'a', size: 9, media_type: 'application/pdf' }, { status: 201 });
    }),
  );
  await at('materials');
  await userEvent.click(await screen.findByRole('button', { name: /用以前交过的：协议.pdf/ }));
  expect(await screen.findByText('✓ 已上传')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: /用以前交过的/ })).not.toBeInTheDocument();
  expect(wanted).toEqual([{ item: 'J-01', material: 'order' }]);
});
