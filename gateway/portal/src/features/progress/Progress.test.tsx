import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { expect, it } from 'vitest';

import { Progress } from './Progress';

import { aProblem, NO, reads } from '@/testing/made';
import { show } from '@/testing/render';
import { server } from '@/testing/server';

async function ask(no: string, key: string) {
  await userEvent.type(screen.getByRole('textbox', { name: '办件编号' }), no);
  await userEvent.type(screen.getByRole('textbox', { name: '查询码' }), key);
  await userEvent.click(screen.getByRole('button', { name: '查询' }));
}

it('asks nobody for a number that cannot be one', async () => {
  show(<Progress />); // any request would fail this test
  await ask('NB-330212001-20261124-00012-C', 'QL75NGU95');
  expect(screen.getByText('编号最后一位对不上，请再核对一遍。')).toBeInTheDocument();
});

it('says the same of an unknown number and a wrong key', async () => {
  server.use(http.get('/api/progress', () => aProblem('NOT_FOUND', 404)));
  show(<Progress />);
  await ask(NO.toLowerCase(), 'ql75ngu95');
  expect(await screen.findByText(/没有查到/)).toBeInTheDocument();
});

it('shows state, turn and dates of what a QR code names', async () => {
  const progress = {
    no: NO,
    item: 'J-01',
    item_name: '委托检验',
    state: 'in_review',
    outcome: null,
    next_by: 'domain',
  };
  const dates = { filed_at: '2026-11-24T08:41:00+08:00', accepted_at: null, decided_at: null, delivered_at: null };
  server.use(
    ...reads({
      '/api/progress': { ...progress, ...dates, due: null, station: '330212001' },
      '/api/stations': { stations: [] },
    }),
  );
  show(<Progress />, `/progress#no=${NO}&key=QL75NGU95`);
  expect(await screen.findByText('审查中')).toBeInTheDocument();
  expect(screen.getByText('承办单位')).toBeInTheDocument();
  expect(screen.getByText(/申报提交/)).toBeInTheDocument();
});
