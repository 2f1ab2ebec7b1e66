import { html } from 'lit';
import { isDemonstration, type Manifest } from '../manifest';
import { Widget } from './element';
import { percent } from './sentences';

/** What people are told before the camera starts. */
export class CameraNotice extends Widget {
  static override properties = { manifest: { attribute: false } };
  declare manifest: Manifest;

  protected override render() {
    const { labels, metrics } = this.manifest;
    const { accuracy, count } = metrics.PrivateTest;
    const pictures = isDemonstration(this.manifest) ? 'drawn test pictures' : 'test pictures';
    return html`
      <section class="card notice" aria-labelledby="notice-title">
        <h2 id="notice-title">Before the camera starts</h2>
        <ul>
          <li>
            This page guesses which of ${labels.length} expressions a face shows:
            ${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}. A look is not a feeling.
          </li>
          <li>
            It can be wrong, and often is: it was right on ${percent(accuracy)} of
            ${count.toLocaleString('en')} ${pictures}.
          </li>
          <li>Nothing leaves this device. No picture is sent or stored.</li>
          <li>It is for curiosity. Do not judge people by it, least of all at work or at school.</li>
        </ul>
      </section>
    `;
  }
}
customElements.define('camera-notice', CameraNotice);
