import type { ReactNode } from 'react';

/** A pane of the desk: a landmark that scrolls by itself. */
export function Pane({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="qi-pane" tabIndex={0}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}
