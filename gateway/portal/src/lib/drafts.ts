/** What was typed and not yet sent, kept on this machine by account; dropped when sent, at sign-out, and after 90 days. */
export type Draft<T = unknown> = { id: string; account: string; kept: number; content: T };

const NAME = 'qi-drafts';
const STORE = 'drafts';
const LONGEST = 90 * 86_400_000;

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: ['account', 'id'] });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('indexedDB'));
  });
}

async function within<T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error ?? new Error('indexedDB'));
      transaction.onabort = () => reject(transaction.error ?? new Error('indexedDB'));
    });
  } finally {
    database.close();
  }
}

export async function keepDraft<T>(account: string, id: string, content: T): Promise<number> {
  const kept = Date.now();
  await within('readwrite', (drafts) => drafts.put({ account, id, kept, content }));
  return kept;
}

export async function draftOf<T>(account: string, id: string): Promise<Draft<T> | undefined> {
  const found = await within<Draft<T> | undefined>('readonly', (drafts) => drafts.get([account, id]));
  return found && found.kept > Date.now() - LONGEST ? found : undefined;
}

export async function draftsOf<T = unknown>(account: string): Promise<Draft<T>[]> {
  const own = IDBKeyRange.bound([account], [account, []]);
  const all = await within<Draft<T>[]>('readonly', (drafts) => drafts.getAll(own));
  return all.filter((draft) => draft.kept > Date.now() - LONGEST).sort((one, other) => other.kept - one.kept);
}

export async function dropDraft(account: string, id: string): Promise<void> {
  await within('readwrite', (drafts) => drafts.delete([account, id]));
}

export async function dropDrafts(account: string): Promise<void> {
  await within('readwrite', (drafts) => drafts.delete(IDBKeyRange.bound([account], [account, []])));
}
