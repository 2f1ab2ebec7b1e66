/**
 * The service worker. It holds the files of one build and answers with no others: a version is installed whole, each file checked
 * against its sha256, or not at all, and then the version before it stays.
 */
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { PrecacheRoute } from 'workbox-precaching/PrecacheRoute.js';
import { registerRoute } from 'workbox-routing/registerRoute.js';
import { ELSEWHERE, TAKE_OVER } from './messages';
import { withIsolation } from './isolation';

interface ListedFile {
  readonly url: string;
  readonly revision: string | null;
  readonly integrity: string;
}

declare const self: ServiceWorkerGlobalScope & {
  /** The build's files; `invoke build` writes them here. */
  readonly __BUILD_FILES: { readonly needed: ListedFile[]; readonly onDemand: ListedFile[] };
};

const files = self.__BUILD_FILES;
const plugins = [withIsolation];
// The page's own parameters (?lang=de) change nothing about its files.
const match = { ignoreURLParametersMatching: [/./] };

const needed = new PrecacheController({ plugins });
needed.precache(files.needed);
registerRoute(new PrecacheRoute(needed, match));

// Code for other ways of computing, each of which most devices never need: kept once it was fetched, if it is this build's.
const onDemand = new PrecacheController({ cacheName: `on-demand-${self.registration.scope}`, plugins });
onDemand.addToCacheList(files.onDemand);
registerRoute(new PrecacheRoute(onDemand, match));
self.addEventListener('activate', (event) => void onDemand.activate(event));

/** Another open page would go on with the old version's code and the new version's files: so it has to be closed first. */
async function takeOver(asking: ExtendableMessageEvent['source']): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const { scope } = self.registration;
  const pages = windows.filter(({ url }) => url.startsWith(scope) && !url.startsWith(`${scope}docs/`));
  if (pages.length > 1) asking?.postMessage(ELSEWHERE);
  else await self.skipWaiting();
}

self.addEventListener('message', (event) => {
  if (event.data === TAKE_OVER) event.waitUntil(takeOver(event.source));
});
