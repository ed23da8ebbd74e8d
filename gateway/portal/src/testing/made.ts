import { http, HttpResponse } from 'msw';

import type { Schemas } from '@/api/client';

/** Things of the API for tests: whole by the schema, each test naming what it is about. */
export const NO = 'NB-330212001-20261124-00012-B';

export function aMe(more: Partial<Schemas['Me']> = {}): Schemas['Me'] {
  return {
    subject: 's-1',
    username: 'business',
    name: '林',
    roles: ['enterprise'],
    domains: [],
    station: null,
    unit: null,
    division: null,
    uscc: '91330212MA2AFQT07Y',
    department: null,
    session: null,
    ...more,
  };
}

export function anItem(more: Partial<Schemas['Item']> = {}): Schemas['Item'] {
  return {
    code: 'J-01',
    version: 1,
    kind: 'FW',
    name: '委托检验',
    name_en: 'Testing',
    domain: 'inspection',
    applicant: '企业',
    applicant_en: null,
    materials: [
      { code: 'order', name: '委托协议', name_en: null, source: 'applicant', necessity: 'required', note: '盖章' },
    ],
    statutory_days: null,
    promised_days: 10,
    outcome: '检验报告',
    outcome_en: null,
    form_schema: {
      type: 'object',
      required: ['subject'],
      properties: { subject: { type: 'string', title: '办理事由', minLength: 2 } },
    },
    ui_schema: {},
    example: {},
    decided: 'here',
    instant: false,
    effective_from: null,
    parts: [],
    join: null,
    basis: null,
    ...more,
  };
}

export function aCase(more: Partial<Schemas['Case']> = {}): Schemas['Case'] {
  return {
    no: NO,
    item: 'J-01',
    item_name: '委托检验',
    item_version: 1,
    kind: 'FW',
    state: 'filed',
    outcome: null,
    revision: 3,
    station: '330212001',
    channel: 'portal',
    delivery: 'electronic',
    applicant: { uscc: '91330212MA2AFQT07Y', name: '宁波甬稳（演示）', contact: '林某', phone: '0000' },
    parts: [],
    actions: [],
    findings: [],
    missing: [],
    promisable: [],
    corrections: [],
    promises: [],
    cards: [],
    stops: [],
    rounds: [],
    deemed: false,
    due: null,
    filed_at: '2026-11-24T08:41:00+08:00',
    materials: [],
    notices: [],
    form: { subject: '检验' },
    query_key: 'QL75NGU95',
    ...more,
  } as Schemas['Case'];
}

export function aProblem(reason: string, status: number, more: Partial<Schemas['Problem']> = {}) {
  const told = { type: '', title: '', detail: '', params: {}, fields: [], trace: 'abc123', reason, status, ...more };
  return HttpResponse.json(told, { status, headers: { 'Content-Type': 'application/problem+json' } });
}

/** Reads by path, answered with what is given. */
export function reads(answers: Record<string, unknown>) {
  return Object.entries(answers).map(([path, body]) => http.get(path, () => HttpResponse.json(body as object)));
}
