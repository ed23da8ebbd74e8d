import { useCallback, useEffect, useRef, useState } from 'react';

import { draftOf, dropDraft, keepDraft } from './drafts';

const QUIET = 500; // after the last change

type Kept<T> = { content: T | undefined; change: (changed: Partial<T>) => void; drop: () => Promise<void> };

/** An unsent answer kept on this machine by account; undefined until it is known whether there is one. */
export function useKept<T extends object>(account: string, id: string, empty: T): Kept<T> {
  const [content, setContent] = useState<T>();
  const first = useRef(empty);
  const dropped = useRef(false);
  useEffect(() => {
    let here = true;
    draftOf<T>(account, id)
      .catch(() => undefined)
      .then((found) => here && setContent({ ...first.current, ...found?.content }));
    return () => {
      here = false;
    };
  }, [account, id]);
  useEffect(() => {
    if (!content || Object.is(content, first.current)) return undefined;
    const timer = setTimeout(
      () => !dropped.current && void keepDraft(account, id, content).catch(() => undefined),
      QUIET,
    );
    return () => clearTimeout(timer);
  }, [account, id, content]);
  const change = useCallback((changed: Partial<T>) => setContent((before) => before && { ...before, ...changed }), []);
  const drop = useCallback(async () => {
    dropped.current = true;
    await dropDraft(account, id).catch(() => undefined);
  }, [account, id]);
  return { content, change, drop };
}
