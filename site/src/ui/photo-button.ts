import { html } from 'lit';
import { Widget } from './element';

/** The way on without a camera: pick a picture from the device. */
export class PhotoButton extends Widget {
  static override properties = { disabled: { attribute: false } };
  declare disabled: boolean;

  protected override render() {
    return html`
      <button class="quiet" ?disabled=${this.disabled} @click=${() => this.querySelector('input')?.click()}>
        <span>Use a </span>photo
      </button>
      <input type="file" accept="image/*" hidden @change=${this.#picked} />
    `;
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ''; // so that the same file can be picked again
    if (file) this.emit({ type: 'use-photo', file });
  }
}
customElements.define('photo-button', PhotoButton);
