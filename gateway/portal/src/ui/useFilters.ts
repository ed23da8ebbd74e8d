import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Filters live in the address, so that back, reload and a sent link show the same list; a change leaves the page. */
export function useFilters(): [URLSearchParams, (changed: Record<string, string | undefined>) => void] {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (changed: Record<string, string | undefined>) => {
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (!('cursor' in changed)) next.delete('cursor');
          for (const [name, value] of Object.entries(changed)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: !('cursor' in changed) },
      );
    },
    [setSearch],
  );
  return [search, change];
}
