/** A value that several components follow: the least that useSyncExternalStore needs. */
export type Store<T> = { get: () => T; set: (next: T) => void; subscribe: (changed: () => void) => () => void };

export function store<T>(first: T): Store<T> {
  let value = first;
  const followers = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const changed of followers) changed();
    },
    subscribe: (changed) => {
      followers.add(changed);
      return () => followers.delete(changed);
    },
  };
}
