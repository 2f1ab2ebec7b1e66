import type { MoodMirror } from './embed';
import { dated, download } from './output/download';
import type { Event, Intent, State } from './state';
import { Unexpected } from './strict';
import { isBetter } from './teach/head';
import { forgetTaught, keepTaught, recallTaught } from './teach/kept';
import { isFor, readTaught, taughtFrom } from './teach/taught';
import type { Kept, Trouble } from './teach/teaching';

export type TeachIntent = Extract<
  Intent,
  { type: 'lead-lesson' | 'use-learned' | 'wear' | 'save-taught' | 'open-taught' | 'delete-taught' }
>;

/** A head takes some fifteen kilobytes: whatever is so large is something else. */
const LARGEST_FILE = 1_000_000;

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Carries out what a visitor teaches the page: the fit at the end of a lesson, and what becomes of the head. */
export class Lessons {
  constructor(
    private readonly state: () => State,
    private readonly dispatch: (event: Event) => void,
    private readonly mirror: () => MoodMirror | null,
  ) {}

  handle(intent: TeachIntent): void {
    const { kept } = this.state().teaching;
    switch (intent.type) {
      case 'lead-lesson':
        return this.dispatch({ type: 'lesson-led', lead: intent.lead });
      case 'use-learned':
        return this.#use();
      case 'wear':
        return void (kept && this.#keep({ ...kept, on: intent.on }));
      case 'save-taught':
        if (!kept) return;
        return download(
          dated('personal.json', new Date(kept.taught.made)),
          new Blob([`${JSON.stringify(kept.taught)}\n`], { type: 'application/json' }),
        );
      case 'open-taught':
        return void this.#open(intent.file);
      case 'delete-taught':
        return void this.forget();
    }
  }

  /** What an earlier visit left. */
  async recall(): Promise<void> {
    try {
      const kept = await recallTaught();
      if (kept) this.#told(kept);
    } catch (thrown) {
      // Where the browser lets nothing be kept, nothing was, and there is nothing to tell.
      if (thrown instanceof Unexpected) this.#told(null, { why: 'unreadable', detail: thrown.message });
    }
  }

  async forget(): Promise<void> {
    this.#told(null);
    try {
      await forgetTaught();
    } catch (thrown) {
      this.#told(null, { why: 'not-deleted', detail: messageOf(thrown) });
    }
  }

  /** Brings a lesson whose last expression was acted to its end. */
  async learn(): Promise<void> {
    const { lesson } = this.state().teaching;
    const mirror = this.mirror();
    if (lesson?.step !== 'fitting' || !mirror) return;
    const finish = (event: Event) => {
      if (this.state().teaching.lesson === lesson) this.dispatch(event); // else it was cancelled meanwhile
    };
    try {
      finish({ type: 'lesson-learned', learned: await mirror.learn(lesson.examples) });
    } catch (thrown) {
      finish({ type: 'lesson-failed', detail: messageOf(thrown) });
    }
  }

  #use(): void {
    const { manifest, teaching } = this.state();
    const { lesson } = teaching;
    if (!manifest || lesson?.step !== 'learned' || !isBetter(lesson.learned.check)) return;
    this.dispatch({ type: 'lesson-led', lead: 'cancel' });
    void this.#keep({ taught: taughtFrom(lesson.learned, manifest, new Date()), on: true });
  }

  async #open(file: File): Promise<void> {
    const { kept } = this.state().teaching;
    const { manifest } = this.state();
    if (!manifest) return;
    try {
      if (file.size > LARGEST_FILE)
        throw new Unexpected(`${file.name}: got ${file.size} bytes, expected at most ${LARGEST_FILE}`);
      const taught = readTaught(JSON.parse(await file.text()), file.name);
      if (isFor(taught, manifest)) await this.#keep({ taught, on: true });
      else this.#told(kept, { why: 'file-of-other-model', detail: file.name });
    } catch (thrown) {
      this.#told(kept, { why: 'file-unreadable', detail: messageOf(thrown) });
    }
  }

  /** Used from now on, whether or not the browser lets it be kept. */
  async #keep(kept: Kept): Promise<void> {
    this.#told(kept);
    try {
      await keepTaught(kept);
    } catch (thrown) {
      this.#told(kept, { why: 'not-kept', detail: messageOf(thrown) });
    }
  }

  #told(kept: Kept | null, trouble: Trouble | null = null): void {
    this.dispatch({ type: 'taught', kept, trouble });
  }
}
