/** Fetches an engine's files while the worker that is to have them still starts: on a first visit that takes longer than they do. */
import type { Handed } from '../engine/protocol';
import { fetchBytes, lookElsewhere, neededToStart, type Bytes } from '../files';
import { moved } from './place';

/**
 * Fetches what an engine needs, and gives each file to `hand` as it comes. The engine checks them as if it had fetched them itself.
 *
 * @param onManifest gets the manifest, not looked at yet; what is to be read comes before what computes, so the rest waits for it
 * @returns as soon as they are known, the addresses of all files that `hand` gets or will get
 */
export async function fetchAhead(
  root: URL,
  hand: (file: Handed) => void,
  onManifest?: (json: unknown) => Promise<void>,
): Promise<readonly string[]> {
  lookElsewhere(moved);
  const coming = (url: URL) => ({
    address: url.href,
    bytes: fetchBytes(url, 'model-missing').catch(() => null),
  });
  const detector = () =>
    ['detector.json', 'detector.bin'].map((name) => coming(new URL(`detector/${name}`, root)));
  const folder = new URL('model/', root);
  const manifest = coming(new URL('manifest.json', folder));
  const atOnce = onManifest ? null : detector();
  const json = parsed(await manifest.bytes);
  await onManifest?.(json);
  const all = [manifest, ...(atOnce ?? detector()), ...modelFiles(json, folder).map(coming)];
  for (const { address, bytes } of all) void bytes.then((here) => hand({ address, bytes: here }));
  return all.map(({ address }) => address);
}

/** What is wrong with a manifest is for the engine to say. */
function parsed(manifest: Bytes | null): unknown {
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
