/** Databases of this device: a browser that blocks them keeps nothing, and says so by a DOMException. */
import { promisifyRequest, type UseStore } from 'idb-keyval';

/** A database for one kind of things, which is there only while it holds some. */
export interface Database {
  /** For idb-keyval's functions, whose own store never closes: an open database cannot be deleted, by this tab or by another. */
  readonly store: UseStore;
  /** To open a database is to make it, and looking leaves nothing behind. */
  isThere(): Promise<boolean>;
  delete(): Promise<void>;
}

export const databaseCalled = (name: string): Database => ({
  async store(mode, callback) {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    const database = await promisifyRequest(request);
    try {
      return await callback(database.transaction(name, mode).objectStore(name));
    } finally {
      database.close();
    }
  },
  async isThere() {
    if (!('databases' in indexedDB)) return true; // an older browser cannot tell
    return (await indexedDB.databases()).some((found) => found.name === name);
  },
  async delete() {
    await promisifyRequest(indexedDB.deleteDatabase(name));
  },
});
