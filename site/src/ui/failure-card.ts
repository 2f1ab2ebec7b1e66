import { html } from 'lit';
import type { FailureReason } from '../failure';
import { m } from '../messages/current';
import { Widget } from './element';
import './photo-button';

/** What went wrong, in a plain sentence, with the way on. */
export class FailureCard extends Widget {
  static override properties = {
    reason: { attribute: false },
    detail: { attribute: false },
    photoWorks: { attribute: false },
  };
  declare reason: FailureReason;
  declare detail: string;
  /** False while there is no model to look at a photo with. */
  declare photoWorks: boolean;

  protected override render() {
    const { title, sentence } = m().failures.reasons[this.reason];
    return html`
      <div class="card" role="alert" data-reason=${this.reason}>
        <h2>${title}</h2>
        <p>${sentence}</p>
        <div class="card-actions">
          <button class="primary" @click=${() => this.emit({ type: 'try-again' })}>
            ${m().page.tryAgain}
          </button>
          ${this.photoWorks ? html`<photo-button></photo-button>` : ''}
        </div>
        <details>
          <summary>${m().page.details}</summary>
          <p class="detail">${this.detail}</p>
        </details>
      </div>
    `;
  }
}
customElements.define('failure-card', FailureCard);
