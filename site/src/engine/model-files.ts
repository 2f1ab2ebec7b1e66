import { Failure, type FailureReason } from '../failure';
import { readManifest, type Manifest, type ModelFile } from '../manifest';

const nameOf = (url: URL): string => url.pathname.split('/').slice(-2).join('/');

const elsewhere = new Map<string, string>();

/** From now on files with these addresses are fetched from those that stand behind them. */
export function lookElsewhere(moved: Readonly<Record<string, string>>): void {
  for (const [address, real] of Object.entries(moved)) elsewhere.set(address, real);
}

/** A file of this site; every way of not getting it is a Failure of the given reason. */
export async function fetchBytes(url: URL, reason: FailureReason): Promise<Uint8Array<ArrayBuffer>> {
  const name = nameOf(url);
  try {
    const response = await fetch(elsewhere.get(url.href) ?? url);
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
