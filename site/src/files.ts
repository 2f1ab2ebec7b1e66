/** Bytes of this site's files: fetched, or handed over by a page that fetched them while its worker still started. */
import { Failure, type FailureReason } from './failure';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Those of a manifest's files that a start needs: golden.json is compared with later, when nobody waits. */
export const neededToStart = <File extends { readonly path: string }>(files: readonly File[]): File[] =>
  files.filter(({ path }) => path !== 'golden.json');

export const nameOf = (url: URL): string => url.pathname.split('/').slice(-2).join('/');

const elsewhere = new Map<string, string>();

/** From now on files with these addresses are fetched from those that stand behind them. */
export function lookElsewhere(moved: Readonly<Record<string, string>>): void {
  for (const [address, real] of Object.entries(moved)) elsewhere.set(address, real);
}

/** Files on their way, by address: each is taken once. */
const coming = new Map<
  string,
  { readonly bytes: Promise<Bytes | null>; readonly arrive: (bytes: Bytes | null) => void }
>();

function onItsWay(address: string) {
  const known = coming.get(address);
  if (known) return known;
  let arrive: (bytes: Bytes | null) => void = () => undefined;
  const file = { bytes: new Promise<Bytes | null>((resolve) => (arrive = resolve)), arrive };
  coming.set(address, file);
  return file;
}

/** From now on whoever wants one of these waits for `handOver`. */
export function expectFiles(addresses: readonly string[]): void {
  for (const address of addresses) onItsWay(address);
}

/** What the page has of an address: its bytes, or null where it could not get them, which whoever wants them shall find out. */
export const handOver = (address: string, bytes: Bytes | null): void => onItsWay(address).arrive(bytes);

/** A file of this site; every way of not getting it is a Failure of the given reason. */
export async function fetchBytes(url: URL, reason: FailureReason): Promise<Bytes> {
  const name = nameOf(url);
  const handed = await coming.get(url.href)?.bytes;
  coming.delete(url.href);
  if (handed) return handed;
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
