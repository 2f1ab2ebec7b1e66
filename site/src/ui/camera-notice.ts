import { html, nothing } from 'lit';
import { isDemonstration, type Manifest } from '../manifest';
import { m } from '../messages/current';
import { named } from '../messages/labels';
import { whole } from '../messages/numbers';
import { Widget } from './element';
import { percent } from './sentences';

/** What people are told before the camera starts. */
export class CameraNotice extends Widget {
  static override properties = { manifest: { attribute: false }, inApp: { attribute: false } };
  declare manifest: Manifest;
  /** Whether the page is shown inside another app, where a camera is rare. */
  declare inApp: boolean;

  protected override render() {
    const { labels, metrics } = this.manifest;
    const { accuracy, count } = metrics.PrivateTest;
    const { page } = m();
    const drawn = isDemonstration(this.manifest);
    return html`
      <section class="card notice" aria-labelledby="notice-title">
        <h2 id="notice-title">${page.noticeTitle}</h2>
        <ul>
          ${this.inApp ? html`<li data-role="in-app"><strong>${page.noticeInApp}</strong></li>` : nothing}
          <li>${page.noticeGuesses(labels.map(named))}</li>
          <li>${page.noticeWrong(percent(accuracy), whole(count), drawn)}</li>
          <li>${page.noticePrivate}</li>
          <li>${page.noticePurpose}</li>
        </ul>
      </section>
    `;
  }
}
customElements.define('camera-notice', CameraNotice);
