/** A copy of the page's own files on the device, so that it opens without a network; and word of a newer version. */
import { ownScript } from '../trusted';
import { ELSEWHERE, TAKE_OVER } from './messages';

/** A newer version: none, one that a reload starts, or one that waits for the page's other tabs to be closed. */
export type NewVersion = 'none' | 'ready' | 'elsewhere';

/** The first copy is made only after so long, so that it takes nothing from the first looks. */
const AFTER_READY_MS = 3000;

const workers = (): ServiceWorkerContainer | undefined => (navigator as Partial<Navigator>).serviceWorker; // browsers offer it to secure pages only

/** Whether this browser can keep a copy. */
export const canKeepOffline = (): boolean => workers() !== undefined;

export class Offline {
  #registration: ServiceWorkerRegistration | undefined;
  #isWanted = false;

  /**
   * @param root folder the page was loaded from; all of it may be answered from the copy
   * @param tell hears of a newer version
   */
  constructor(
    private readonly root: URL,
    private readonly tell: (version: NewVersion) => void,
  ) {
    workers()?.addEventListener('message', ({ data }) => {
      if (data === ELSEWHERE) tell('elsewhere');
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.#registration?.update().catch(() => undefined);
    });
  }

  /** Makes the copy, or looks whether the one there is the newest. Where the browser lets nothing be kept, the page goes on without. */
  async keep(): Promise<void> {
    const container = workers();
    // Vite's own server has no files of a build, and changes them under the page's feet.
    if (!container || this.#isWanted || import.meta.env.DEV) return;
    this.#isWanted = true;
    if (!container.controller) await new Promise((resolve) => setTimeout(resolve, AFTER_READY_MS));
    if (!this.#isWanted) return; // thought better of meanwhile
    try {
      const script = new URL('service-worker.js', this.root).href;
      const registration = await container.register(ownScript(script), { updateViaCache: 'none' });
      this.#watch(registration);
    } catch {
      this.#isWanted = false; // asked again, it tries again
    }
  }

  /** Deletes the copy. */
  async drop(): Promise<void> {
    this.#isWanted = false;
    const registration = await workers()?.getRegistration(this.root);
    await registration?.unregister();
    const names = registration ? await caches.keys() : [];
    const ours = names.filter((name) => name.endsWith(registration?.scope ?? ''));
    await Promise.all(ours.map((name) => caches.delete(name)));
    this.#registration = undefined;
    this.tell('none');
  }

  /** Goes over to the newer version, where no other tab shows the old one. Nothing else ever reloads the page. */
  takeNewVersion(): void {
    const waiting = this.#registration?.waiting;
    if (!waiting) return location.reload();
    waiting.addEventListener('statechange', () => waiting.state === 'activated' && location.reload());
    waiting.postMessage(TAKE_OVER);
  }

  #watch(registration: ServiceWorkerRegistration): void {
    this.#registration = registration;
    const onInstalled = (worker: ServiceWorker | null) =>
      worker?.addEventListener('statechange', () => {
        // The first version of all waits for nobody, and is none to tell of.
        if (worker.state === 'installed' && registration.active) this.tell('ready');
      });
    if (registration.waiting) this.tell('ready');
    onInstalled(registration.installing);
    registration.addEventListener('updatefound', () => onInstalled(registration.installing));
  }
}
