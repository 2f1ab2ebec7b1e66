/** Fetches an engine's files while the worker that is to have them still starts: on a first visit that takes longer than they do. */
import type { Coming, Handed } from '../engine/protocol';
import { fetchBytes, lookElsewhere, neededToStart } from '../files';
import { moved } from './place';

/** What the converter of TensorFlow.js calls the weights, unless there are more than 4 MB of them; a wrong guess is one request that fails. */
const LIKELY_WEIGHTS = 'model/group1-shard1of1.bin';

/**
 * Fetches what an engine needs, and gives each file to `hand` as it comes, having said before that it will. The engine checks them as if
 * it had fetched them itself.
 *
 * @param onManifest gets the manifest, not looked at yet; what is to be read comes before what computes, so the rest waits for it
 */
export async function fetchAhead(
  root: URL,
  hand: (what: Coming | Handed) => void,
  onManifest?: (json: unknown) => Promise<void>,
): Promise<void> {
  lookElsewhere(moved);
  const folder = new URL('model/', root);
  const manifestAt = new URL('manifest.json', folder);
  // Their names are known. Those of the weights stand in the manifest: to wait for it would take one more round trip, so they are
  // guessed; only where the manifest has to be waited for anyway there is nothing to win.
  const names = ['model/model.json', 'detector/detector.json', 'detector/detector.bin'];
  const known = (onManifest ? names : [...names, LIKELY_WEIGHTS]).map((name) => new URL(name, root));
  const fetchAll = (urls: readonly URL[]) => Promise.all(urls.map((url) => pass(url, hand)));
  hand({ coming: [manifestAt, ...known].map(({ href }) => href) });
  const atOnce = onManifest ? null : fetchAll(known);
  const bytes = await bytesOf(manifestAt);
  const json = parsed(bytes);
  const weights = modelFiles(json, folder).filter(({ href }) => !known.some((url) => url.href === href));
  hand({ coming: weights.map(({ href }) => href) });
  hand({ address: manifestAt.href, bytes });
  await onManifest?.(json);
  await Promise.all([atOnce ?? fetchAll(known), fetchAll(weights)]);
}

const bytesOf = (url: URL) => fetchBytes(url, 'model-missing').catch(() => null);

const pass = async (url: URL, hand: (file: Handed) => void): Promise<void> =>
  hand({ address: url.href, bytes: await bytesOf(url) });

/** What is wrong with a manifest is for the engine to say. */
function parsed(manifest: Uint8Array | null): unknown {
  try {
    return manifest && JSON.parse(new TextDecoder().decode(manifest));
  } catch {
    return null;
  }
}

/** The files beside the manifest that a start needs, as far as it makes sense. */
function modelFiles(manifest: unknown, folder: URL): URL[] {
  try {
    return neededToStart((manifest as { files: { path: string }[] }).files)
      .map(({ path }) => new URL(path, folder))
      .filter(({ href }) => href.startsWith(folder.href));
  } catch {
    return [];
  }
}
