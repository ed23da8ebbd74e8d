import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { client, newKey, said, seen, type Schemas } from '@/api/client';
import { asProblem } from '@/api/problem';
import { actionLabel } from '@/ui/ActionBar';
import { CaseNumber } from '@/ui/CaseNumber';
import { reasonText } from '@/ui/reason';

type Row = Schemas['CaseHead'];
type Result = { no: string; text: string; fine: boolean };
const ACTIONS = ['receive', 'dispatch'] as const;
type Action = (typeof ACTIONS)[number];
const BODY = { receive: { received_on: null, basis: null, reason: '' }, dispatch: {} };

/** One action on every ticked case that allows it, each with its own answer. */
export function Batch({ rows, onDone }: { rows: Row[]; onDone: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [results, setResults] = useState<Result[]>([]);
  const able = (action: Action) => rows.filter(({ actions }) => actions.includes(action));

  const run = async (action: Action) => {
    setBusy(true);
    const told: Result[] = [];
    for (const row of able(action)) told.push(await one(row, action));
    setResults(told);
    setBusy(false);
    onDone();
    await queries.invalidateQueries({ queryKey: ['cases'] });
  };

  return (
    <>
      {rows.length > 0 && (
        <>
          {ACTIONS.map((action) => (
            <Button
              key={action}
              size="small"
              disabled={busy || able(action).length === 0}
              onClick={() => void run(action)}
            >
              {t('desk.batch', { action: actionLabel(action), n: able(action).length })}
            </Button>
          ))}
          <Typography.Text type="secondary">{t('ui.selected', { n: rows.length })}</Typography.Text>
        </>
      )}
      <div role="status">
        {results.length > 0 && (
          <Alert
            closable={{ onClose: () => setResults([]) }}
            type={results.every(({ fine }) => fine) ? 'success' : 'warning'}
            title={t('desk.batch_done', { n: results.filter(({ fine }) => fine).length, all: results.length })}
            description={
              <ul className="qi-plain">
                {results.map(({ no, text, fine }) => (
                  <li key={no}>
                    <CaseNumber no={no} to={`/desk/cases/${no}`} /> <span aria-hidden>{fine ? '✓' : '✖'}</span> {text}
                  </li>
                ))}
              </ul>
            }
          />
        )}
      </div>
    </>
  );

  async function one({ no, revision }: Row, action: Action): Promise<Result> {
    const header = { ...seen(revision), 'Idempotency-Key': newKey() };
    try {
      await said(
        client.POST(`/api/cases/{no}/actions/${action}`, { params: { path: { no }, header }, body: BODY[action] }),
      );
      return { no, fine: true, text: t('act.done', { action: actionLabel(action) }) };
    } catch (fault) {
      return { no, fine: false, text: reasonText(asProblem(fault)) };
    }
  }
}
