/** Fetches an engine's files while the worker that is to have them still starts: on a first visit that takes longer than they do. */
import type { Backend } from '../analysis';
import type { Handed } from '../engine/protocol';
import { hasSimd, simdFile } from '../engine/simd';
import { fetchBytes, lookElsewhere, neededToStart, type Bytes } from '../files';
import { moved } from './place';

/**
 * Fetches what an engine needs, and gives each file to `hand` as it comes. The engine checks them as if it had fetched them itself.
 *
 * @returns as soon as they are known, the addresses of all files that `hand` gets or will get
 */
export async function fetchAhead(
  root: URL,
  backend: Backend,
  hand: (file: Handed) => void,
): Promise<readonly string[]> {
  lookElsewhere(moved);
  const coming = (url: URL) => ({
    address: url.href,
    bytes: fetchBytes(url, 'model-missing').catch(() => null),
  });
  const folder = new URL('model/', root);
  const manifest = coming(new URL('manifest.json', folder));
  const others = ['detector.json', 'detector.bin'].map((name) => coming(new URL(`detector/${name}`, root)));
  if (backend === 'wasm' && hasSimd()) others.push(coming(simdFile()));
  const listing = await manifest.bytes;
  others.push(...modelFiles(listing, folder).map(coming));
  const all = [manifest, ...others];
  for (const { address, bytes } of all) void bytes.then((here) => hand({ address, bytes: here }));
  return all.map(({ address }) => address);
}

/** The files beside the manifest that a start needs. What is wrong with a manifest is for the engine to say. */
function modelFiles(manifest: Bytes | null, folder: URL): URL[] {
  try {
    const { files } = JSON.parse(new TextDecoder().decode(manifest ?? undefined)) as {
      files: { path: string }[];
    };
    return neededToStart(files)
      .map(({ path }) => new URL(path, folder))
      .filter(({ href }) => href.startsWith(folder.href));
  } catch {
    return [];
  }
}
