/** One value in this device's local storage. Where the browser blocks it or it is full, nothing is kept, and the page goes on. */
import type { Reader } from './strict';

export interface Stored<T> {
  /** What was kept; null where nothing was, or nothing that `read` takes. */
  recall(): T | null;
  keep(value: T): void;
  forget(): void;
}

export const storedAs = <T>(key: string, read: Reader<T>): Stored<T> => ({
  recall() {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
      return found === null ? null : read(found, key);
    } catch {
      return null;
    }
  },
  keep(value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // It is forgotten when the page is closed.
    }
  },
  forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing is in it.
    }
  },
});
