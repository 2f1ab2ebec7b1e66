/** The same page without cross-origin isolation; null where it has none, or was asked for without it already. */
export function unisolated(address: string): URL | null {
  const url = new URL(address);
  if (!crossOriginIsolated || url.searchParams.get('isolate') === '0') return null;
  url.searchParams.set('isolate', '0');
  return url;
}
