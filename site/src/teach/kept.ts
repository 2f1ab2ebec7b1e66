/** Where the head is kept: in a database of its own, on this device, which is there only while it holds one. */
import { get, set } from 'idb-keyval';
import { databaseCalled } from '../database';
import { flag, object, type Reader } from '../strict';
import { readTaught } from './taught';
import type { Kept } from './teaching';

export const NAME = 'mood-mirror:personal';
const KEY = 'kept';

const kept: Reader<Kept> = object({ taught: readTaught, on: flag });

const { store, isThere, delete: forgetTaught } = databaseCalled(NAME);

/** What an earlier visit kept. Throws `Unexpected` where it cannot be read, a DOMException where the browser keeps nothing. */
export async function recallTaught(): Promise<Kept | null> {
  const found: unknown = (await isThere()) ? await get(KEY, store) : undefined;
  return found === undefined ? null : kept(found, NAME);
}

export const keepTaught = (told: Kept): Promise<void> => set(KEY, told, store);

export { forgetTaught };
