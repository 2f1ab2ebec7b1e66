import { html } from 'lit';
import type { FailureReason } from '../failure';
import { m } from '../messages/current';
import { Widget } from './element';
import './photo-button';

/** Nothing is wrong but the file: looking at it again would change nothing, another one would. */
const OF_THE_FILE: readonly FailureReason[] = [
  'picture-unreadable',
  'film-unreadable',
  'film-without-picture',
];

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
          ${OF_THE_FILE.includes(this.reason) ? this.#anotherFile() : this.#again()}
        </div>
        <details>
          <summary>${m().page.details}</summary>
          <p class="detail">${this.detail}</p>
        </details>
      </div>
    `;
  }

  #again() {
    return html`
      <button class="primary" @click=${() => this.emit({ type: 'try-again' })}>${m().page.tryAgain}</button>
      ${this.photoWorks ? html`<photo-button></photo-button>` : ''}
    `;
  }

  #anotherFile() {
    return html`
      <photo-button .primary=${true}></photo-button>
      <button class="quiet" @click=${() => this.emit({ type: 'start' })}>${m().page.useCamera}</button>
    `;
  }
}
customElements.define('failure-card', FailureCard);
