/** Where the head is kept: in a database of its own, on this device, which is there only while it holds one. */
import { get, promisifyRequest, set, type UseStore } from 'idb-keyval';
import { flag, object, type Reader } from '../strict';
import { readTaught } from './taught';
import type { Kept } from './teaching';

export const NAME = 'mood-mirror:personal';
const KEY = 'kept';

const kept: Reader<Kept> = object({ taught: readTaught, on: flag });

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

/** What an earlier visit kept. Throws `Unexpected` where it cannot be read, a DOMException where the browser keeps nothing. */
export async function recallTaught(): Promise<Kept | null> {
  const found: unknown = (await isThere()) ? await get(KEY, store) : undefined;
  return found === undefined ? null : kept(found, NAME);
}

export const keepTaught = (told: Kept): Promise<void> => set(KEY, told, store);

export async function forgetTaught(): Promise<void> {
  await promisifyRequest(indexedDB.deleteDatabase(NAME));
}
