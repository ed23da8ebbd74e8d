import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { CaseList } from './CaseList';
import { CasePage } from './CasePage';

import type { Schemas } from '@/api/client';
import { aCase, anItem, aProblem, NO, reads } from '@/testing/made';
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

it('asks for everything a notice lists, with its words', async () => {
  const correction = {
    on: '2026-11-20',
    due_on: '2027-01-04',
    resubmitted_on: null,
    notice: 'n1',
    materials: ['order'],
  };
  const data = { missing: [{ material: 'order', reason: '请补交盖章页' }] };
  const notice = { id: 'n1', kind: 'correction', at: null, text: null, organ: null, data };
  open({ state: 'correction', actions: ['resubmit'], corrections: [correction], notices: [notice] });
  expect(await screen.findByText('请补交盖章页')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '提交补正' })).toBeDisabled();
  expect(screen.getByText('1 项已完成 0 项')).toBeInTheDocument();
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
