import { useEffect } from 'react';

import { store } from './store';

/** What a page adds to its title: the number of what it shows, and that its form has failed. */
export const titleParts = store<{ about: string; failed: boolean }>({ about: '', failed: false });

export function useTitle(about: string, failed = false): void {
  useEffect(() => {
    titleParts.set({ about, failed });
    return () => titleParts.set({ about: '', failed: false });
  }, [about, failed]);
}
