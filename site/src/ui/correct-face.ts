import { html, nothing } from 'lit';
import type { Judged, Kept } from '../corrections/correction';
import type { Manifest } from '../manifest';
import { m } from '../messages/current';
import { named } from '../messages/labels';
import { Widget } from './element';
import { drawGrey } from './grey';

/** “That’s wrong, it was …”: takes the faces as they are when it is pressed, since a look changes while one is choosing. */
export class CorrectFace extends Widget {
  static override properties = {
    manifest: { attribute: false },
    faces: { attribute: false },
    kept: { attribute: false },
    photo: { attribute: false },
    taken: { state: true },
    chosen: { state: true },
  };
  declare manifest: Manifest;
  /** Who can be corrected; empty where nobody is in view. */
  declare faces: readonly Judged[];
  declare kept: Kept;
  /** Name of the photo where there are several. */
  declare photo: string;
  /** The faces at the moment of pressing; empty while nothing is being corrected. */
  declare taken: readonly Judged[];
  declare chosen: number;
  /** The face handed over last: what came of it is told here. */
  #corrected: Judged | null = null;

  constructor() {
    super();
    this.photo = '';
    this.taken = [];
    this.chosen = 0;
  }

  #open(): void {
    this.taken = [...this.faces];
    this.chosen = 0;
  }

  #choose(label: string): void {
    const judged = this.taken[this.chosen];
    if (!judged) return;
    this.#corrected = judged;
    this.emit({ type: 'correct', judged, label });
    this.taken = [];
  }

  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get('taken') as readonly Judged[] | undefined;
    if (!before) return; // it is as it was, or was just made
    this.querySelectorAll('canvas').forEach((canvas, i) => drawGrey(canvas, this.taken[i]?.pixels ?? null));
    // Whoever works by keyboard goes on where the page does: at the first word, and in the end where it began.
    this.querySelector<HTMLElement>(this.taken.length > 0 ? '.words button' : '.wrong')?.focus();
  }

  protected override render() {
    return this.taken.length > 0 ? this.#question() : this.#offer();
  }

  #offer() {
    const { wrong, wrongIn, undo } = m().corrections;
    const { outcome, last } = this.kept;
    const told = last !== null && last.judged === this.#corrected;
    return html`
      <div class="correct">
        <button
          class="quiet wrong"
          aria-label=${this.photo ? wrongIn(this.photo) : nothing}
          ?disabled=${this.faces.length === 0}
          @click=${() => this.#open()}
        >
          ${wrong}
        </button>
        <p class="aside" aria-live="polite" data-role="corrected">${told ? this.#told() : ''}</p>
        ${
          told && outcome === 'kept'
            ? html`<button class="quiet" @click=${() => this.emit({ type: 'take-back-correction' })}>
                ${undo}
              </button>`
            : nothing
        }
      </div>
    `;
  }

  #told(): string {
    const { outcome, last } = this.kept;
    const { keptAs, outcomes } = m().corrections;
    if (!outcome || !last) return '';
    return outcome === 'kept' ? keptAs(named(last.label)) : outcomes[outcome];
  }

  #question() {
    const { taken, chosen } = this;
    const { wrong, question, storing, cancel } = m().corrections;
    const said = taken[chosen]?.face.label;
    const close = () => (this.taken = []);
    return html`
      <div
        class="correct asking"
        role="group"
        aria-label=${wrong}
        @keydown=${({ key }: KeyboardEvent) => key === 'Escape' && close()}
      >
        ${taken.length > 1 ? this.#faces() : this.#crop(m().corrections.crop)}
        <div class="words" role="group" aria-label=${question}>
          <p aria-hidden="true">${question}</p>
          ${this.manifest.labels
            .filter((label) => label !== said)
            .map((label) => html`<button @click=${() => this.#choose(label)}>${named(label)}</button>`)}
          <button class="quiet" @click=${close}>${cancel}</button>
        </div>
        <p class="aside">${storing}</p>
      </div>
    `;
  }

  #faces() {
    const { whichFace, face: about } = m().corrections;
    return html`
      <div class="crops" role="group" aria-label=${whichFace}>
        ${this.taken.map(
          ({ face }, i) =>
            html`<button aria-pressed=${i === this.chosen} @click=${() => (this.chosen = i)}>
              ${this.#crop(about(i + 1, named(face.label)))}
            </button>`,
        )}
      </div>
    `;
  }

  #crop(about: string) {
    const { width, height } = this.manifest.input;
    return html`<canvas
      data-role="crop"
      width=${width}
      height=${height}
      role="img"
      aria-label=${about}
    ></canvas>`;
  }
}
customElements.define('correct-face', CorrectFace);
