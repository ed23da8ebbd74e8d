import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Alert, Flex } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { actionLabel, ActionBar } from '../ActionBar';
import { DateText } from '../DateText';
import { useAction } from '../useAction';

import { differencesOf } from './differences';
import { bodyOf } from './fields';
import { possible, type MoveRow, type Subject, type Values } from './moves';

import { asProblem, type Problem } from '@/api/problem';
import { caseQuery, partQuery } from '@/api/queries';

const ActDialog = lazy(async () => ({ default: (await import('./ActDialog')).ActDialog }));
const Conflict = lazy(async () => ({ default: (await import('../Conflict')).Conflict }));

type Shown = {
  resource: 'cases' | 'parts';
  subject: Subject;
  rows: readonly MoveRow[];
  known?: Values; // what the page knows already for a dialog's fields
  next?: ReactNode; // what to do after an action
  hidden?: boolean; // only the dialogs, for pages with a bar of their own
  chosen?: string; // opened from outside
  onClosed?: () => void;
};

type Open = { row: MoveRow; seen: Subject; values?: Values };

/** The actions of a case or part from bar to answer: chosen, filled in, asked, said, and what if somebody was faster. */
export function Acts({ resource, subject, rows, known, next, hidden = false, chosen, onClosed }: Shown) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [problem, setProblem] = useState<Problem>();
  const [conflict, setConflict] = useState<{ fresh: Subject; values: Values }>();
  const [done, setDone] = useState<{ action: string; due?: string | null }>();
  const id = 'no' in subject ? subject.no : subject.id;
  const act = useAction(resource, id);
  const choices = possible(rows, subject);
  const rowOf = (action: string | undefined) => choices.find((row) => row.action === action);
  const outer = chosen && !open && !conflict ? rowOf(chosen) : undefined;
  const shown = open ?? (outer && { row: outer, seen: subject });

  const choose = (action: string) => {
    const row = rowOf(action);
    setProblem(undefined);
    setDone(undefined);
    if (row) setOpen({ row, seen: subject });
  };
  const shut = () => {
    setOpen(undefined);
    setProblem(undefined);
    onClosed?.();
  };
  const ask = async (row: MoveRow, seen: Subject, values: Values) => {
    setProblem(undefined);
    let { revision } = seen;
    let answered: Subject = seen;
    try {
      for (const action of row.steps ?? [row.action]) {
        answered = await act.mutateAsync({ action, revision, words: row.steps ? {} : bodyOf(values) });
        revision = answered.revision;
      }
      setDone({ action: row.action, due: 'due' in answered ? answered.due?.on : undefined });
      setOpen(undefined);
      onClosed?.();
    } catch (fault) {
      const told = asProblem(fault);
      if (!told.stale) return setProblem(told);
      const fresh = await renewed(queries, resource, id);
      setOpen({ row, seen, values });
      setConflict({ fresh, values });
    }
    return undefined;
  };
  const again = (row: MoveRow) => {
    if (!conflict) return;
    setOpen({ row, seen: conflict.fresh, values: conflict.values });
    setConflict(undefined);
  };

  return (
    <>
      <Flex gap="small" align="center" wrap role="status" className="qi-done">
        {done && (
          <Alert
            type="success"
            showIcon
            title={
              <>
                {t('act.done', { action: actionLabel(done.action) })}
                {done.due && (
                  <>
                    {' · '}
                    {t('words.field.latest')} <DateText day={done.due} />
                  </>
                )}
              </>
            }
          />
        )}
        {done && next}
      </Flex>
      {!hidden && (
        <ActionBar
          of={{ ...subject, actions: choices.map(({ action }) => action) }}
          choices={choices}
          onChoose={choose}
          disabled={shown !== undefined}
        />
      )}
      {shown && !conflict && (
        <Suspense>
          <ActDialog
            key={`${shown.row.action} ${shown.seen.revision}`}
            row={shown.row}
            subject={shown.seen}
            known={shown.values ?? known}
            problem={problem}
            busy={act.isPending}
            onClose={shut}
            onSubmit={(values) => void ask(shown.row, shown.seen, values)}
          />
        </Suspense>
      )}
      {conflict && open && (
        <Suspense>
          <Conflict
            open
            action={open.row.action}
            possible={possible([open.row], conflict.fresh).length > 0}
            differences={differencesOf(open.seen, conflict.fresh)}
            typed={typedOf(open.row, conflict.values)}
            onAgain={() => again(open.row)}
            onDrop={() => {
              setConflict(undefined);
              shut();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function renewed(queries: QueryClient, resource: 'cases' | 'parts', id: string): Promise<Subject> {
  return resource === 'cases'
    ? queries.fetchQuery({ ...caseQuery(id), staleTime: 0 })
    : queries.fetchQuery({ ...partQuery(id), staleTime: 0 });
}

const WRITTEN = new Set(['text', 'long']);

/** What would be lost: every text that was written. */
function typedOf({ fields = [] }: MoveRow, values: Values): string {
  const written = fields.filter(({ kind }) => WRITTEN.has(kind)).map(({ name }) => values[name]);
  return written.filter((value): value is string => typeof value === 'string').join('\n');
}
