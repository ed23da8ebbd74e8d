import { useEffect, useRef } from 'react';

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="textbox"]';

/** `r`, `F8`, `Ctrl+Enter`: the name of what was pressed. */
export function keyName(event: KeyboardEvent): string {
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.key}`;
}

/** Whether a key belongs to whoever is typing: single letters never work there, nor while an input method composes. */
export function typing(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const inField = event.target instanceof Element && event.target.closest(TYPING) !== null;
  return inField && event.key.length === 1 && !event.ctrlKey && !event.metaKey;
}

const DIALOG = '.ant-drawer-open, .ant-modal-wrap:not([style*="display: none"])';

/** Keys of a page, while it is shown; an open dialog keeps them for itself. Ctrl+… comes before what a field makes of it. */
export function useKeys(shortcuts: Shortcuts, enabled = true, inDialog = false): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const heard = (event: KeyboardEvent) => {
      const act = latest.current[keyName(event)];
      if (!act || event.defaultPrevented || event.altKey || typing(event)) return;
      if (!inDialog && document.querySelector(DIALOG)) return;
      event.preventDefault();
      if (early(event)) event.stopPropagation();
      act(event);
    };
    const first = (event: KeyboardEvent) => early(event) && heard(event);
    const last = (event: KeyboardEvent) => !early(event) && heard(event);
    window.addEventListener('keydown', first, true);
    window.addEventListener('keydown', last);
    return () => {
      window.removeEventListener('keydown', first, true);
      window.removeEventListener('keydown', last);
    };
  }, [enabled, inDialog]);
}

function early(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey;
}
