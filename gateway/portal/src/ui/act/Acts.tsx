import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Alert, Flex } from 'antd';
import { lazy, Suspense, useImperativeHandle, useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { actionLabel, ActionBar } from '../ActionBar';
import { DateText } from '../DateText';
import { ErrorBlock } from '../blocks';
import { useAction } from '../useAction';

import { bodyOf } from './body';
import { differencesOf } from './differences';
import { possible, type MoveRow, type Subject, type Values } from './moves';

import { asProblem, type Problem } from '@/api/problem';
import { caseQuery, noticesQuery, partQuery } from '@/api/queries';

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
  instead?: Readonly<Record<string, () => void>>; // actions that the page asks about itself
  onDone?: (action: string) => void;
  handle?: Ref<Handle>;
};

/** For a page that asks about an action itself: done with these words, and told here. */
export type Handle = { run: (action: string, values: Values) => Promise<void> };

type Open = { row: MoveRow; seen: Subject; values?: Values };

/** The actions of a case or part from bar to answer: chosen, filled in, asked, said, and what if somebody was faster. */
export function Acts({ resource, subject, rows, known, next, hidden = false, chosen, ...on }: Shown) {
  const { onClosed, onDone, instead, handle } = on;
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [problem, setProblem] = useState<Problem>();
  const [conflict, setConflict] = useState<{ fresh: Subject; values: Values }>();
  const [done, setDone] = useState<{ action: string; notice?: string; due?: string | null }>();
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
    if (row && instead?.[action]) instead[action]();
    else if (row) setOpen({ row, seen: subject });
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
      setDone({ action: row.action, notice: row.notice, due: 'due' in answered ? answered.due?.on : undefined });
      setOpen(undefined);
      onClosed?.();
      onDone?.(row.action);
    } catch (fault) {
      const told = asProblem(fault);
      if (!told.stale) return setProblem(told);
      const fresh = await renewed(queries, resource, id);
      setOpen({ row, seen, values });
      setConflict({ fresh, values });
    }
    return undefined;
  };
  useImperativeHandle(handle, () => ({
    run: async (action, values) => {
      const row = rowOf(action);
      if (row) await ask(row, subject, values);
    },
  }));
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
                {done.notice && 'no' in subject && <Issued no={subject.no} />}
              </>
            }
          />
        )}
        {done && next}
        {problem && !shown && <ErrorBlock error={problem} />}
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

/** The document that came of it, by its number. */
function Issued({ no }: { no: string }) {
  const { t } = useTranslation();
  const last = useQuery(noticesQuery(no)).data?.at(-1);
  if (!last) return null;
  return (
    <>
      {' · '}
      <a href={`/api/cases/${no}/notices/${last.id}.pdf`}>
        {last.title} <span className="qi-figures">{last.number}</span>
      </a>{' '}
      {t('act.issued')}
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
