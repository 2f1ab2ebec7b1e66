import { html, nothing } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** Phones alone have it, and hand over what their camera takes; elsewhere it would be one more way to pick a file. */
const CAN_TAKE = 'capture' in HTMLInputElement.prototype;

/** The way on without a camera: pick pictures or a film from the device, or take a photo with the phone's own camera app. */
export class PhotoButton extends Widget {
  static override properties = { disabled: { attribute: false }, primary: { attribute: false } };
  declare disabled: boolean;
  /** Where it is the way on, and not one beside others. */
  declare primary: boolean;

  protected override render() {
    const { pick, takePhoto } = m().films;
    return html`
      <button
        class=${this.primary ? 'primary' : 'quiet'}
        ?disabled=${this.disabled}
        @click=${() => this.#open('.pick')}
      >
        ${pick[0]}<span>${pick[1]}</span>
      </button>
      <input class="pick" type="file" accept="image/*,video/*" multiple hidden @change=${this.#picked} />
      ${
        CAN_TAKE
          ? html`<button class="quiet" ?disabled=${this.disabled} @click=${() => this.#open('.take')}>
                ${takePhoto}
              </button>
              <input
                class="take"
                type="file"
                accept="image/*"
                capture="user"
                hidden
                @change=${this.#picked}
              />`
          : nothing
      }
    `;
  }

  #open(input: '.pick' | '.take'): void {
    this.querySelector<HTMLInputElement>(input)?.click();
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ''; // so that the same file can be picked again
    if (files.length > 0) this.emit({ type: 'use-files', files });
  }
}
customElements.define('photo-button', PhotoButton);
