/** A second worker for frames with several faces. */
import type { Calls } from '../engine/protocol';
import { workerThread, type Thread } from './thread';

/** Looks after which it is as quick as it gets. */
const WARM_ROUNDS = 9;

/**
 * Starts a partner that takes half of the faces off an engine's hands once it has warmed up; null where none would help. A GPU takes all faces
 * at once, and on a single core two only disturb each other. They share no memory, so that no page need be isolated from others for
 * it, as threads in WebAssembly want it.
 *
 * @param load what the engine itself was loaded with
 */
export function pairUp(engine: Thread, load: Calls['load']['ask']): Thread | null {
  if (load.backend !== 'wasm' || engine.place !== 'worker' || navigator.hardwareConcurrency < 2) return null;
  const partner = workerThread(load.backend);
  // One engine does as well, if not as fast: where the partner fails, it is not tried again.
  join(engine, partner, load).catch(() => partner.close());
  return partner;
}

async function join(engine: Thread, partner: Thread, load: Calls['load']['ask']): Promise<void> {
  await partner.ask('load', load);
  await partner.ask('time', { rounds: WARM_ROUNDS });
  const { port1, port2 } = new MessageChannel();
  partner.tell({ askedThrough: port1 });
  engine.tell({ assistedThrough: port2 });
}
