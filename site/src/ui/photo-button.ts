import { html } from 'lit';
import { Widget } from './element';

/** The way on without a camera: pick pictures from the device. */
export class PhotoButton extends Widget {
  static override properties = { disabled: { attribute: false } };
  declare disabled: boolean;

  protected override render() {
    return html`
      <button class="quiet" ?disabled=${this.disabled} @click=${() => this.querySelector('input')?.click()}>
        <span>Use a </span>photo
      </button>
      <input type="file" accept="image/*" multiple hidden @change=${this.#picked} />
    `;
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = ''; // so that the same file can be picked again
    if (files.length > 0) this.emit({ type: 'use-photos', files });
  }
}
customElements.define('photo-button', PhotoButton);
