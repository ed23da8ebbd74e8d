import { useCallback, useEffect, useRef, useState } from 'react';

import { alike, begun, changedSince, draftAt, merged, partOf, pushed, type Shared } from './shared';

import { newKey } from '@/api/client';
import { asProblem } from '@/api/problem';
import type { Given } from '@/api/upload';
import { draftOf, dropDraft, keepDraft } from '@/lib/drafts';

/** Everything of a filing that is not sent yet; its key makes the one case of it, however often it is submitted. */
export type Content = {
  key: string;
  item: string;
  itemName: string;
  version: number;
  station: string;
  delivery: 'window' | 'post' | 'electronic';
  company: string;
  contact: string;
  phone: string;
  form: Record<string, unknown>;
  given: Given[];
  shared?: Shared; // once the enterprise's people see it
  tried?: string; // the key it was first submitted with
};

export type Saved = { at?: number; failed: boolean };

const QUIET = 500; // after the last key
const PAUSE = 1500; // before the others see it

export function emptyContent(item: string, itemName: string, version: number): Content {
  const place = { station: '', delivery: 'electronic' as const, company: '', contact: '', phone: '' };
  return { key: newKey(), item, itemName, version, ...place, form: {}, given: [] };
}

type Draft = {
  content: Content | undefined; // undefined until it is known whether there is one
  restored?: number;
  saved: Saved;
  change: (changed: Partial<Content>) => void;
  drop: () => Promise<void>;
};

/** What is on this machine, and what the others wrote since. */
async function begin(account: string, id: string, fresh: Content, wanted: string | undefined) {
  const found = await draftOf<Content>(account, id).catch(() => undefined);
  const here = found ? { ...fresh, ...found.content } : fresh;
  const draft = wanted ?? here.shared?.id;
  if (!draft) return { content: here, kept: found?.kept };
  try {
    const theirs = await draftAt(draft);
    const mine = here.shared ? merged(here.shared.base, here, theirs.base) : theirs.base;
    return { content: { ...here, ...mine, shared: theirs }, kept: found?.kept ?? Date.parse(theirs.at ?? '') };
  } catch (fault) {
    if (asProblem(fault).status !== 404) return { content: here, kept: found?.kept };
    return changedSince(here.shared, here)
      ? { content: { ...here, shared: undefined }, kept: found?.kept }
      : { content: fresh }; // filed or deleted by a colleague
  }
}

/** A filing's draft: on this machine after every pause and when the page is left, and with the colleagues soon after. */
export function useDraft(account: string, fresh: Content, step: string, wanted?: string): Draft {
  const id = wanted ? `${fresh.item}?draft=${wanted}` : fresh.item;
  const first = useRef(fresh);
  const [content, setContent] = useState<Content>();
  const [restored, setRestored] = useState<number>();
  const [saved, setSaved] = useState<Saved>({ failed: false });
  const pending = useRef<Content | undefined>(undefined);
  const ended = useRef(false);

  useEffect(() => {
    let here = true;
    void begin(account, id, first.current, wanted).then((found) => {
      if (!here) return;
      setRestored(found.kept);
      setContent(found.content);
    });
    return () => {
      here = false;
    };
  }, [account, id, wanted]);

  const save = useCallback(async () => {
    const waiting = pending.current;
    if (!waiting) return;
    pending.current = undefined;
    try {
      setSaved({ at: await keepDraft(account, id, waiting), failed: false });
    } catch {
      pending.current ??= waiting;
      setSaved((before) => ({ ...before, failed: true }));
    }
  }, [account, id]);

  useEffect(() => {
    if (!content || !pending.current) return undefined;
    const timer = setTimeout(() => void save(), QUIET);
    return () => clearTimeout(timer);
  }, [content, save]);
  useEffect(() => {
    const leave = () => void save();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [save]);

  const change = useCallback((changed: Partial<Content>) => {
    setContent((before) => {
      if (!before) return before;
      pending.current = { ...before, ...changed };
      return pending.current;
    });
  }, []);
  useShared(content, step, ended, setContent, pending);
  const drop = useCallback(async () => {
    ended.current = true;
    pending.current = undefined;
    await dropDraft(account, id).catch(() => undefined);
  }, [account, id]);
  return { content, restored, saved, change, drop };
}

type Held<T> = { current: T };

/** Pass on what was changed, one save at a time; what a colleague wrote meanwhile comes back with the answer. */
function useShared(
  content: Content | undefined,
  step: string,
  ended: Held<boolean>,
  setContent: (next: (before: Content | undefined) => Content | undefined) => void,
  pending: Held<Content | undefined>,
): void {
  const under = useRef(false);
  const [again, setAgain] = useState(0);
  useEffect(() => {
    if (!content || content.tried || !begun(content) || !changedSince(content.shared, content)) return undefined;
    const push = async () => {
      if (under.current || ended.current) return;
      under.current = true;
      try {
        const shared = await pushed(content, step);
        setContent((before) => {
          if (!before || ended.current) return before;
          const news = alike(shared.base, content) ? {} : merged(partOf(content), before, shared.base);
          const next = { ...before, ...news, shared };
          pending.current = next;
          return next;
        });
      } catch {
        // it is on this machine; the next change or the network's return tries again
      } finally {
        under.current = false;
      }
    };
    const timer = setTimeout(() => void push(), PAUSE);
    return () => clearTimeout(timer);
  }, [content, step, again, ended, setContent, pending]);
  useEffect(() => {
    const back = () => setAgain((times) => times + 1);
    window.addEventListener('online', back);
    return () => window.removeEventListener('online', back);
  }, []);
}
