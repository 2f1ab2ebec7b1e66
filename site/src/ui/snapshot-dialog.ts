import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { Way } from '../output/keep';
import { followedIn, isMirrored, seenIn, type State } from '../state';
import { Widget } from './element';
import { compose, type Snapshot } from './snapshot-canvas';

/** Keeps the moment that was on screen when the button was pressed, as a picture with its bars, faces blurred on wish. */
export class SnapshotDialog extends Widget {
  static override properties = {
    state: { attribute: false },
    still: { attribute: false },
    taken: { state: true },
    blurred: { state: true },
  };
  declare state: State;
  declare still: HTMLCanvasElement;
  declare taken: Snapshot | null;
  declare blurred: boolean;
  #composed: HTMLCanvasElement | null = null;

  constructor() {
    super();
    this.taken = null;
    this.blurred = false;
  }

  #take(): void {
    const seen = seenIn(this.state);
    const { manifest } = this.state;
    if (!seen || !manifest || this.still.width === 0) return;
    const picture = document.createElement('canvas');
    Object.assign(picture, { width: this.still.width, height: this.still.height });
    picture.getContext('2d')?.drawImage(this.still, 0, 0);
    this.taken = {
      picture,
      faces: seen.analysis.faces,
      told: followedIn(this.state)?.face ?? null,
      mirrored: isMirrored(this.state),
      manifest,
      time: new Date(),
    };
    this.emit({ type: 'moment-taken' });
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('taken') || changed.has('blurred'))
      this.#composed = this.taken && compose(this.taken, this.blurred);
  }

  protected override updated(changed: Map<string, unknown>): void {
    const dialog = this.querySelector('dialog');
    if (changed.has('taken') && this.taken && dialog && !dialog.open) dialog.showModal();
  }

  #keep(way: Way): void {
    const { taken } = this;
    this.#composed?.toBlob((picture) => {
      if (picture && taken) this.emit({ type: 'keep-moment', way, picture, time: taken.time });
    }, 'image/png');
  }

  protected override render() {
    const { state, taken } = this;
    const seen = seenIn(state);
    return html`
      ${
        seen && state.manifest
          ? html`<button
              class="tool"
              aria-label=${m().session.keepMoment}
              title=${m().session.keepMoment}
              @click=${() => this.#take()}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M4 8h3l2-3h6l2 3h3v11H4z" />
                <circle cx="12" cy="13" r="3.5" />
              </svg>
            </button>`
          : nothing
      }
      <dialog aria-labelledby="moment-title" @close=${() => (this.taken = null)}>
        <h2 id="moment-title">${m().session.keepMoment}</h2>
        <div class="moment" role="img" aria-label=${m().session.pictureToKeep}>${this.#composed}</div>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${this.blurred}
            @change=${({ target }: Event) => (this.blurred = (target as HTMLInputElement).checked)}
          />
          ${m().session.blur}
        </label>
        <div class="session-actions">
          ${state.ways.map(
            (way) =>
              html`<button class=${way === 'saved' ? 'primary' : ''} @click=${() => this.#keep(way)}>
                ${m().session.ways[way]}
              </button>`,
          )}
          <button class="quiet" @click=${() => this.querySelector('dialog')?.close()}>
            ${m().session.close}
          </button>
        </div>
        <p class="aside" role="status" data-role="kept">
          ${taken && state.kept ? m().session.kept[state.kept] : ''}
        </p>
      </dialog>
    `;
  }
}
customElements.define('snapshot-dialog', SnapshotDialog);
