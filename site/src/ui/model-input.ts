import { html } from 'lit';
import type { Size } from '../geometry';
import { m } from '../messages/current';
import { Widget } from './element';
import { drawGrey } from './grey';

/** The exact pixels the classifier saw, one screen block each. */
export class ModelInput extends Widget {
  static override properties = { size: { attribute: false }, pixels: { attribute: false } };
  declare size: Size;
  /** Row-major grey, 0..255; null shows an empty square. */
  declare pixels: Float32Array | null;

  protected override render() {
    const { width, height } = this.size;
    return html`
      <figure class="model-input">
        <canvas
          data-role="model-input"
          width=${width}
          height=${height}
          role="img"
          aria-label=${this.pixels ? m().page.modelInputAlt : m().page.modelInputNone}
        ></canvas>
        <figcaption>${m().page.modelInput(width, height)}</figcaption>
      </figure>
    `;
  }

  protected override updated(): void {
    const canvas = this.querySelector('canvas');
    if (canvas) drawGrey(canvas, this.pixels);
  }
}
customElements.define('model-input', ModelInput);
