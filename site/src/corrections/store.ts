/** Where corrections are kept: in a database of their own, on this device, which is there only while it holds some. */
import { del, keys, set, values } from 'idb-keyval';
import { databaseCalled } from '../database';
import type { Correction } from './correction';

export const NAME = 'mood-mirror:corrections';

const { store, isThere, delete: removeAll } = databaseCalled(NAME);

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

export { removeAll };
