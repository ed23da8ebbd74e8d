import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { CaseList } from './CaseList';
import { CasePage } from './CasePage';
import { CorrectionPage } from './CorrectionPage';

import type { Schemas } from '@/api/client';
import { aCase, aMe, anItem, aProblem, NO, reads } from '@/testing/made';
import { show } from '@/testing/render';
import { server } from '@/testing/server';

function open(more: Partial<Schemas['Case']>) {
  server.use(
    ...reads({
      [`/api/cases/${NO}`]: aCase(more),
      [`/api/cases/${NO}/history`]: { entries: [] },
      [`/api/cases/${NO}/notices`]: { notices: [] },
      '/api/items/J-01': anItem(),
    }),
  );
  return show(<CasePage />, `/cases/${NO}`, '/cases/:no');
}

it('withdraws the revision that was shown, and says what follows first', async () => {
  let meant: string | null = null;
  server.use(
    http.post(`/api/cases/${NO}/actions/withdraw`, ({ request }) => {
      meant = request.headers.get('If-Match');
      return HttpResponse.json(aCase({ state: 'withdrawn', revision: 4 }));
    }),
  );
  open({ actions: ['withdraw'] });
  await userEvent.click(await screen.findByRole('button', { name: '撤回申请' }));
  expect(screen.getByText('受理前撤回，随时可重新申报。')).toBeInTheDocument();
  await userEvent.click(screen.getAllByRole('button', { name: '撤回申请' }).at(-1) as HTMLElement);
  await waitFor(() => expect(meant).toBe('"3"'));
});

it('says when somebody else was faster', async () => {
  server.use(http.post(`/api/cases/${NO}/actions/withdraw`, () => aProblem('STALE_REVISION', 412)));
  open({ actions: ['withdraw'] });
  await userEvent.click(await screen.findByRole('button', { name: '撤回申请' }));
  await userEvent.click(screen.getAllByRole('button', { name: '撤回申请' }).at(-1) as HTMLElement);
  expect(await screen.findByText('本件刚被他人更新')).toBeInTheDocument();
});

const CORRECTION = {
  ...{ on: '2026-11-20', due_on: '2027-01-04', resubmitted_on: null, notice: 'n1', materials: ['order'] },
};
const DEFECTS = { missing: [{ material: 'order', reason: '请补交盖章页' }] };
const NOTICE = { id: 'n1', kind: 'correction', at: null, text: null, organ: null, data: DEFECTS };
const LACKING = { state: 'correction', actions: ['resubmit'], corrections: [CORRECTION], notices: [NOTICE] } as const;

it('says how much a notice asks for, and leads to its answer', async () => {
  open(LACKING as unknown as Partial<Schemas['Case']>);
  expect(await screen.findByText('请补正 1 处')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: '去补正' })).toHaveAttribute('href', `/cases/${NO}/correction`);
});

it('answers a notice item by item, and sends it once everything is settled', async () => {
  server.use(
    ...reads({
      '/api/me': aMe(),
      [`/api/cases/${NO}`]: aCase(LACKING as unknown as Partial<Schemas['Case']>),
      [`/api/cases/${NO}/notices`]: { notices: [] },
      '/api/items/J-01': anItem(),
      '/api/materials': { materials: [] },
      '/api/stations': { stations: [] },
    }),
    http.post('/api/materials', () =>
      HttpResponse.json({ id: 'm-9', sha256: 'a', size: 9, media_type: 'application/pdf' }, { status: 201 }),
    ),
  );
  const shown = show(<CorrectionPage />, `/cases/${NO}/correction`, '/cases/:no/correction');
  shown.queries.setQueryData(['me'], aMe());
  expect(await screen.findByText('请补交盖章页')).toBeInTheDocument();
  expect(screen.getByText('1 项已完成 0 项')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '提交补正' })).toBeDisabled();
  const file = new File(['x'], '协议.pdf', { type: 'application/pdf' });
  await userEvent.upload(shown.container.querySelector('input[type=file]') as HTMLInputElement, file);
  expect(await screen.findByText('1 项已完成 1 项')).toBeInTheDocument();
  let sent: unknown;
  server.use(
    http.post(`/api/cases/${NO}/actions/resubmit`, async ({ request }) => {
      sent = await request.json();
      return HttpResponse.json(aCase({ state: 'received', revision: 5, actions: [] }));
    }),
  );
  await userEvent.click(screen.getByRole('button', { name: '提交补正' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '提交补正' }));
  expect(await screen.findByText('补正已提交')).toBeInTheDocument();
  expect(sent).toEqual({ materials: ['m-9'] });
});

it('asks why only of a bad rating', async () => {
  open({ state: 'delivered', actions: ['rate'] });
  await userEvent.click(await screen.findByRole('radio', { name: '满意' }));
  expect(screen.getByRole('button', { name: '提交评价' })).toBeEnabled();
  await userEvent.click(screen.getByRole('radio', { name: '不满意' }));
  expect(screen.getByRole('button', { name: '提交评价' })).toBeDisabled();
  expect(screen.getByRole('textbox', { name: /哪里不满意/ })).toBeInTheDocument();
});

it('keeps filters in the address, and moves from row to row by keys', async () => {
  const asked: string[] = [];
  server.use(
    http.get('/api/cases', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json({ cases: [aCase(), aCase({ no: 'NB-330212001-20261124-00013-X' })], next: 'c1' });
    }),
  );
  const { router } = show(<CaseList />, '/cases', '/cases');
  const [first, second] = await screen.findAllByRole('link', { name: /^NB-/ });
  first?.focus();
  await userEvent.keyboard('j');
  expect(second).toHaveFocus();
  await userEvent.keyboard('k');
  expect(first).toHaveFocus();
  await userEvent.click(screen.getByRole('button', { name: '下一页' }));
  expect(router.state.location.search).toBe('?cursor=c1');
  await userEvent.click(screen.getByText('已办结'));
  expect(router.state.location.search).toBe('?state=closed');
  expect(asked.at(-1)).toContain('state=closed');
});
