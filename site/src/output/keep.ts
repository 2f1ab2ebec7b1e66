/** Ways for a visitor to keep a picture. */
import { download } from './download';

export type Way = 'saved' | 'copied' | 'shared';

const TYPE = 'image/png';

const canCopy = (): boolean => typeof ClipboardItem !== 'undefined' && 'write' in (navigator.clipboard ?? {});

/** Whether this device has somewhere to share a picture to. */
function canShare(): boolean {
  const probe = new File([], 'picture.png', { type: TYPE });
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [probe] });
}

/** The ways there are in this browser. */
export const waysToKeep = (): Way[] => [
  'saved',
  ...(canCopy() ? ['copied' as const] : []),
  ...(canShare() ? ['shared' as const] : []),
];

/** Copies `text`, or hands it over as a file where the browser lets nothing be copied. */
export async function copyText(text: string, name: string): Promise<'copied' | 'saved'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    download(name, new Blob([text], { type: 'text/plain' }));
    return 'saved';
  }
}

/** Keeps `picture` the wanted way, or as a file where the browser refuses it; null where the visitor thought better of it. */
export async function keep(picture: Blob, name: string, way: Way): Promise<Way | null> {
  try {
    if (way === 'copied') await navigator.clipboard.write([new ClipboardItem({ [TYPE]: picture })]);
    else if (way === 'shared') await navigator.share({ files: [new File([picture], name, { type: TYPE })] });
    else download(name, picture);
    return way;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return null;
    download(name, picture);
    return 'saved';
  }
}
