/** Hands something to the browser as a file for the visitor to keep. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address)); // the browser has taken hold of it by then
}

/** A file name that says when it was made: mood-mirror-2026-11-24-08-15-30.csv */
export function dated(ending: string, time: Date): string {
  return `mood-mirror-${time.toISOString().slice(0, 19).replace(/[T:]/g, '-')}.${ending}`;
}
