import { lazy, Suspense, useState, type ReactNode } from 'react';

const ClockDrawer = lazy(async () => ({ default: (await import('./ClockDrawer')).ClockDrawer }));

/** The drawer that explains a case's clocks, fetched when it is first asked for. */
export function useExplained(no: string): { open: boolean; explain: () => void; drawer: ReactNode } {
  const [open, setOpen] = useState(false);
  const drawer = open && (
    <Suspense>
      <ClockDrawer open no={no} onClose={() => setOpen(false)} />
    </Suspense>
  );
  return { open, explain: () => setOpen(true), drawer };
}
