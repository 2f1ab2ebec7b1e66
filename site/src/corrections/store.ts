/** Where corrections are kept: in a database of their own, on this device, which is there only while it holds some. */
import { del, keys, promisifyRequest, set, values, type UseStore } from 'idb-keyval';
import type { Correction } from './correction';

export const NAME = 'mood-mirror:corrections';

/** idb-keyval's own store never closes, and an open database cannot be deleted, by this tab or by another. */
const store: UseStore = async (mode, callback) => {
  const request = indexedDB.open(NAME);
  request.onupgradeneeded = () => request.result.createObjectStore(NAME);
  const database = await promisifyRequest(request);
  try {
    return await callback(database.transaction(NAME, mode).objectStore(NAME));
  } finally {
    database.close();
  }
};

/** To open a database is to make it, and looking leaves nothing behind. */
async function isThere(): Promise<boolean> {
  if (!('databases' in indexedDB)) return true; // an older browser cannot tell
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

/** Keeps a correction; what comes back takes it away again. Keys sort by time, and two tabs never share one. */
export async function add(correction: Correction): Promise<IDBValidKey> {
  const key = [correction.time_ms, Math.random()];
  await set(key, correction, store);
  return key;
}

export const take = (key: IDBValidKey): Promise<void> => del(key, store);

export const count = async (): Promise<number> => ((await isThere()) ? (await keys(store)).length : 0);

/** All of them, the oldest first. */
export const all = async (): Promise<Correction[]> => ((await isThere()) ? values<Correction>(store) : []);

export async function removeAll(): Promise<void> {
  await promisifyRequest(indexedDB.deleteDatabase(NAME));
}
