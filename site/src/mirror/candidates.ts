/** Which backends are worth trying on this device, and which one proved fastest here before. */
import { BACKENDS, type Backend, type Times } from '../analysis';
import { storedAs } from '../stored';

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

interface Remembered {
  readonly browser: string;
  readonly times_ms: Times;
}

const stored = storedAs('mood-mirror:backend-times', (found) => found as Remembered);

/** What an earlier visit measured with this very browser version. */
export function recall(): Times {
  const found = stored.recall();
  return found?.browser === navigator.userAgent ? found.times_ms : {};
}

export const remember = (times_ms: Times): void => stored.keep({ browser: navigator.userAgent, times_ms });

export const forgetTimes = stored.forget;

/** The backend with the least time, if any was measured. */
export const fastest = (times_ms: Times): Backend | undefined =>
  BACKENDS.filter((backend) => Number.isFinite(times_ms[backend])).sort(
    (a, b) => (times_ms[a] ?? 0) - (times_ms[b] ?? 0),
  )[0];
