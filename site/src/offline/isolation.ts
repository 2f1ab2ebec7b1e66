/**
 * Cross-origin isolation, which a static host cannot ask for: no other site's page shares the process, and the browser gives finer
 * clocks and the shared memory that threads in WebAssembly need. It costs nothing, since the page takes nothing from other sites.
 */
import type { WorkboxPlugin } from 'workbox-core/types.js';

const OPENER = 'Cross-Origin-Opener-Policy';
const EMBEDDER = 'Cross-Origin-Embedder-Policy';

/** Adds the two headers to pages, and takes them from one that is asked for with ?isolate=0; their workers need the second. */
export const withIsolation: WorkboxPlugin = {
  handlerWillRespond: ({ request, response }) => {
    const { destination, url } = request;
    const isPage = destination === 'document';
    if (!isPage && destination !== 'worker') return Promise.resolve(response);
    const headers = new Headers(response.headers);
    if (isPage && new URL(url).searchParams.get('isolate') === '0') {
      headers.delete(OPENER);
      headers.delete(EMBEDDER);
    } else {
      headers.set(EMBEDDER, 'require-corp');
      if (isPage) headers.set(OPENER, 'same-origin');
    }
    const { status, statusText, body } = response;
    return Promise.resolve(new Response(body, { status, statusText, headers }));
  },
};
