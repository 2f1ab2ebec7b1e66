import { Failure, type FailureReason } from '../failure';
import { fetchBytes, nameOf } from '../files';
import { readManifest, type Manifest, type ModelFile } from '../manifest';

export function parseJson(bytes: Uint8Array, name: string, reason: FailureReason = 'model-invalid'): unknown {
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

/** What a file's publisher said of it. */
export type Published = Pick<ModelFile, 'bytes' | 'sha256'>;

/** Why a file cannot be used: not there, or not the one that was published. */
export interface Reasons {
  readonly missing: FailureReason;
  readonly altered: FailureReason;
}

const MODEL: Reasons = { missing: 'model-missing', altered: 'model-altered' };

/** A file of this site, its length and sha256 checked before anyone sees a byte of it. */
export async function fetchChecked(url: URL, published: Published, reasons: Reasons) {
  const content = await fetchBytes(url, reasons.missing);
  if (content.length !== published.bytes) {
    const detail = `${nameOf(url)}: got ${content.length} bytes, expected ${published.bytes}.`;
    throw new Failure(reasons.altered, detail);
  }
  const got = await sha256(content);
  if (got !== published.sha256) {
    throw new Failure(reasons.altered, `${nameOf(url)}: got sha256 ${got}, expected ${published.sha256}.`);
  }
  return content;
}

/** One file of the model, checked against the manifest. */
export const loadChecked = (folder: URL, file: ModelFile) =>
  fetchChecked(new URL(file.path, folder), file, MODEL);
