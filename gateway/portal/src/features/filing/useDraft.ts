import { useCallback, useEffect, useRef, useState } from 'react';

import { newKey } from '@/api/client';
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
};

export type Saved = { at?: number; failed: boolean };

const QUIET = 500; // after the last key

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

/** The draft of an item on this machine, saved after every pause, and at once when the page is left. */
export function useDraft(account: string, fresh: Content): Draft {
  const id = fresh.item;
  const first = useRef(fresh);
  const [content, setContent] = useState<Content>();
  const [restored, setRestored] = useState<number>();
  const [saved, setSaved] = useState<Saved>({ failed: false });
  const pending = useRef<Content | undefined>(undefined);

  useEffect(() => {
    let here = true;
    draftOf<Content>(account, id)
      .catch(() => undefined)
      .then((found) => {
        if (!here) return;
        setRestored(found?.kept);
        setContent(found ? { ...first.current, ...found.content } : first.current);
      });
    return () => {
      here = false;
    };
  }, [account, id]);

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
  const drop = useCallback(async () => {
    pending.current = undefined;
    await dropDraft(account, id).catch(() => undefined);
  }, [account, id]);
  return { content, restored, saved, change, drop };
}
