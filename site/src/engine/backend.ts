import type { Backend } from '../analysis';
import { Failure } from '../failure';
import type { Crop } from './resample';
import type { Dequantize } from './weights';

/** A backend that runs. */
export interface Started {
  /** Has the GPU compile all programs that `run` needs, at once and without blocking; elsewhere there is nothing to compile. */
  readonly compile: (run: () => void) => Promise<void>;
  readonly stop: () => void;
  /** Where the backend crops faces faster than plain JavaScript does. */
  readonly crop?: Crop;
  /** Likewise for weights. */
  readonly dequantize?: Dequantize;
}

/** How a backend starts; `onLost` is called with a reason when it goes away later, as a GPU can. */
export type Start = (onLost: (why: string) => void) => Promise<Started>;

/** Where a backend's code comes from. */
export type Code = (backend: Backend) => Promise<{ start: Start }>;

/**
 * Starts one backend.
 *
 * @throws Failure 'backend-failed' where this browser cannot run it
 */
export async function startBackend(
  backend: Backend,
  code: Code,
  onLost: (why: string) => void,
): Promise<Started> {
  try {
    const { start } = await code(backend);
    return await start(onLost);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Failure('backend-failed', `${backend}: ${detail}`, { cause: thrown });
  }
}
