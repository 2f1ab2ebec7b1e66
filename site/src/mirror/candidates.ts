/** Which backends are worth trying on this device, and which one proved fastest here before. */
import { BACKENDS, type Backend, type Times } from '../analysis';

/** GPUs that are none: their drivers compute on the processor, far slower than WebAssembly does. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i;

function hasWebgl(): boolean {
  const canvas = document.createElement('canvas');
  const gl = canvas.getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!gl) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow a page only some sixteen
  return !SOFTWARE.test(renderer);
}

interface Adapter {
  readonly info?: { readonly isFallbackAdapter?: boolean; readonly description?: string };
  readonly isFallbackAdapter?: boolean;
}

async function hasWebgpu(): Promise<boolean> {
  const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<Adapter | null> } };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return false;
  const { info } = adapter;
  return !(info?.isFallbackAdapter ?? adapter.isFallbackAdapter) && !SOFTWARE.test(info?.description ?? '');
}

/** The GPU backends that a real GPU stands behind. Asking costs no download. */
export async function gpuBackends(): Promise<Backend[]> {
  const webgpu = await hasWebgpu();
  return [...(webgpu ? ['webgpu' as const] : []), ...(hasWebgl() ? ['webgl' as const] : [])];
}

const KEY = 'mood-mirror:backend-times';

interface Remembered {
  readonly browser: string;
  readonly times_ms: Times;
}

/** What an earlier visit measured with this very browser version. */
export function recall(): Times {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null;
    return found?.browser === navigator.userAgent ? found.times_ms : {};
  } catch {
    return {}; // storage that is blocked or holds something else: measured anew
  }
}

export function remember(times_ms: Times): void {
  try {
    const found: Remembered = { browser: navigator.userAgent, times_ms };
    localStorage.setItem(KEY, JSON.stringify(found));
  } catch {
    // Storage is full or blocked: the next visit measures again.
  }
}

export function forgetTimes(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage is blocked, so nothing is in it.
  }
}

/** The backend with the least time, if any was measured. */
export const fastest = (times_ms: Times): Backend | undefined =>
  BACKENDS.filter((backend) => Number.isFinite(times_ms[backend])).sort(
    (a, b) => (times_ms[a] ?? 0) - (times_ms[b] ?? 0),
  )[0];
