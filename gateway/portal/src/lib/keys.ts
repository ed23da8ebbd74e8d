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

/** Keys of a page, while it is shown; an open dialog keeps them for itself. */
export function useKeys(shortcuts: Shortcuts, enabled = true): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const heard = (event: KeyboardEvent) => {
      const act = latest.current[keyName(event)];
      if (!act || event.defaultPrevented || event.altKey || typing(event)) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', heard);
    return () => {
      window.removeEventListener('keydown', heard);
    };
  }, [enabled]);
}
