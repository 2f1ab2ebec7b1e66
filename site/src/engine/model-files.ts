import { Failure } from '../failure';
import { readManifest, type Manifest, type ModelFile } from '../manifest';

/** A file of this site; every way of not getting it is a Failure of the given reason. */
export async function fetchBytes(
  url: URL,
  reason: 'model-missing' | 'detector-missing',
): Promise<Uint8Array<ArrayBuffer>> {
  const name = url.pathname.split('/').slice(-2).join('/');
  try {
    const response = await fetch(url);
    // Many hosts answer a missing file with their start page and status 200.
    const page = response.headers.get('content-type')?.startsWith('text/html');
    if (!response.ok || page) {
      const got = page ? 'a web page' : `status ${response.status}`;
      throw new Failure(reason, `${name}: got ${got}, expected the file.`);
    }
    return new Uint8Array(await response.arrayBuffer());
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure(reason, `${name} could not be loaded: ${String(thrown)}`, { cause: thrown });
  }
}

export function parseJson(
  bytes: Uint8Array,
  name: string,
  reason: 'model-invalid' | 'detector-missing' = 'model-invalid',
): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (thrown) {
    throw new Failure(reason, `${name}: got something else, expected JSON.`, { cause: thrown });
  }
}

export async function loadManifest(folder: URL): Promise<Manifest> {
  const json = parseJson(
    await fetchBytes(new URL('manifest.json', folder), 'model-missing'),
    'model/manifest.json',
  );
  try {
    return readManifest(json);
  } catch (thrown) {
    throw new Failure('model-invalid', thrown instanceof Error ? thrown.message : String(thrown), {
      cause: thrown,
    });
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers offer crypto.subtle to secure pages only, whatever their types say.
  if (!(crypto.subtle as SubtleCrypto | undefined)) {
    throw new Failure('insecure-context', 'crypto.subtle is missing, so the model files cannot be checked.');
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** One file of the model, its length and sha256 checked against the manifest before anyone sees a byte of it. */
export async function loadChecked(folder: URL, { path, bytes, sha256: expected }: ModelFile) {
  const content = await fetchBytes(new URL(path, folder), 'model-missing');
  if (content.length !== bytes) {
    throw new Failure('model-altered', `model/${path}: got ${content.length} bytes, expected ${bytes}.`);
  }
  const got = await sha256(content);
  if (got !== expected) {
    throw new Failure('model-altered', `model/${path}: got sha256 ${got}, expected ${expected}.`);
  }
  return content;
}
