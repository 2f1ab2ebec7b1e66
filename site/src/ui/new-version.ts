import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { NewVersion as Version } from '../offline/offline';
import { Widget } from './element';

/** Says that a newer version lies ready. The live region stands there from the start, since one that comes with its words is not spoken. */
export class NewVersion extends Widget {
  static override properties = { version: { attribute: false }, hasSession: { attribute: false } };
  declare version: Version;
  /** Whether there is something that a reload would lose. */
  declare hasSession: boolean;

  protected override render() {
    return html`<div aria-live="polite" data-role="new-version">${this.#line()}</div>`;
  }

  #line() {
    if (this.version === 'none') return nothing;
    const { ready, elsewhere, loses, reload } = m().updates;
    const more = this.version === 'elsewhere' ? elsewhere : this.hasSession ? loses : '';
    return html`
      <div class="note">
        <p>${ready} ${more}</p>
        <button class="quiet" @click=${() => this.emit({ type: 'take-new-version' })}>${reload}</button>
      </div>
    `;
  }
}
customElements.define('new-version', NewVersion);
