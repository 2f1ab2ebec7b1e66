import { dated, download } from '../output/download';
import type { Event, Intent, State } from '../state';
import { correctionOf, type Judged, type Kept, type Outcome } from './correction';
import { add, all, count, NAME, removeAll, take } from './store';

/** What is about corrections. */
type Correcting = Extract<
  Intent,
  { type: 'correct' | 'take-back-correction' | 'save-corrections' | 'delete-corrections' }
>;

class NotPacked extends Error {}

/** Why nothing came of it. */
function troubleOf(thrown: unknown): Outcome {
  if (thrown instanceof NotPacked) return 'not-packed';
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError' ? 'full' : 'blocked';
}

/** What the browser does not let be counted is none, as long as nobody asks for more. */
const countable = (): Promise<number> => count().catch(() => 0);

/** Keeps what visitors correct, on their device and nowhere else, until they take it with them or delete it. */
export class Corrections {
  #last: IDBValidKey | null = null;
  #tabs: BroadcastChannel | null = null;

  constructor(
    private readonly state: () => State,
    private readonly dispatch: (event: Event) => void,
  ) {}

  /** Counts what earlier visits left, and from now on what other tabs add or delete. */
  recall(): void {
    if (!this.#tabs && 'BroadcastChannel' in globalThis) {
      this.#tabs = new BroadcastChannel(NAME);
      this.#tabs.onmessage = () => void this.#recount();
    }
    void this.#recount();
  }

  handle(intent: Correcting): void {
    switch (intent.type) {
      case 'correct':
        return void this.#keep(intent.judged, intent.label);
      case 'take-back-correction':
        return void this.#attempt('taken-back', () => this.#takeBack(), this.state().corrections.last);
      case 'save-corrections':
        return void this.#attempt('saved', () => this.#save());
      case 'delete-corrections':
        return void this.#attempt('deleted', removeAll);
    }
  }

  /** As one part of everything there is to forget; says something only where it fails. */
  async forget(): Promise<void> {
    await this.#attempt(null, removeAll);
  }

  async #keep(judged: Judged, label: string): Promise<void> {
    const { manifest } = this.state();
    if (!manifest) return;
    const keep = async () => {
      this.#last = await add(correctionOf(judged, label, manifest, Date.now()));
    };
    await this.#attempt('kept', keep, { judged, label });
  }

  async #takeBack(): Promise<void> {
    if (this.#last === null) return;
    await take(this.#last);
    this.#last = null;
    if ((await count()) === 0) await removeAll();
  }

  async #save(): Promise<void> {
    const { manifest } = this.state();
    if (!manifest) return;
    const { toZip } = await import('./zip').catch(() => Promise.reject(new NotPacked()));
    const now = new Date();
    const zip = toZip(await all(), manifest.labels, now);
    download(dated('corrections.zip', now), new Blob([zip], { type: 'application/zip' }));
  }

  /** Does it, and tells what came of it: `outcome`, or why not. `last` is the face that it was about, if about one. */
  async #attempt(
    outcome: Outcome | null,
    work: () => Promise<void>,
    last: Kept['last'] = null,
  ): Promise<void> {
    try {
      await work();
      this.#tell(await count(), outcome, last);
      if (outcome !== 'saved') this.#tabs?.postMessage(null);
    } catch (thrown) {
      this.#tell(await countable(), troubleOf(thrown), last);
    }
  }

  async #recount(): Promise<void> {
    const now = await countable();
    const { outcome, last } = this.state().corrections;
    this.#tell(now, outcome, last);
  }

  #tell(count: number, outcome: Outcome | null, last: Kept['last']): void {
    this.dispatch({ type: 'corrections-changed', corrections: { count, outcome, last } });
  }
}
