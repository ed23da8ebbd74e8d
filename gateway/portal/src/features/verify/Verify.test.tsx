import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { expect, it } from 'vitest';

import { Verify } from './Verify';

import { aProblem } from '@/testing/made';
import { show } from '@/testing/render';
import { server } from '@/testing/server';

const FOUND = {
  ...{ verdict: 'genuine', title: '受理通知书', number: '甬质基受字〔2026〕1号', organ: '宁波市市场监督管理局' },
  ...{ item_name: '委托检验', holder: null, issued_at: '2026-11-16T10:00:00+08:00', sha256: 'abc', certificate: 'k1' },
  ...{ revoked_on: null, revoked_by: null, replaced_by: null, valid_until: null },
};

it('says of a number that it is real, and hides whose paper it is', async () => {
  server.use(http.get('/api/verify', () => HttpResponse.json(FOUND)));
  show(<Verify />, '/verify?number=1', '/verify');
  expect(await screen.findByRole('heading', { level: 1, name: '文书真实' })).toBeInTheDocument();
  expect(screen.getByText(/编号属实，由本系统于 2026-11-16/)).toBeInTheDocument();
  expect(screen.getByText(/扫描文书上的二维码，或上传原文件后显示/)).toBeInTheDocument();
});

it('takes an unknown number for an answer and a broken service for none', async () => {
  server.use(http.get('/api/verify/:token', () => aProblem('NOT_FOUND', 404)));
  show(<Verify />, '/verify/t', '/verify/:token');
  expect(await screen.findByRole('heading', { level: 1, name: '没有这份文书的记录' })).toBeInTheDocument();
  server.use(http.get('/api/verify', () => aProblem('DEPENDENCY_AWAY', 503)));
  show(<Verify />, '/verify?number=1', '/verify');
  expect(await screen.findByText(/这不表示文书有问题/)).toBeInTheDocument();
});

it('warns of a file that was changed, chosen or dropped', async () => {
  server.use(http.post('/api/verify', () => HttpResponse.json({ ...FOUND, verdict: 'changed' })));
  const { container } = show(<Verify />, '/verify', '/verify');
  const file = new File(['x'], '通知书.pdf', { type: 'application/pdf' });
  fireEvent.drop(container.querySelector('.qi-drop') as Element, { dataTransfer: { files: [file] } });
  expect(await screen.findByText(/文件已被改动，请勿采信/)).toBeInTheDocument();
  await userEvent.upload(container.querySelector('input[type=file]') as HTMLInputElement, file);
  expect(await screen.findByText('已核验文件：通知书.pdf')).toBeInTheDocument();
});
