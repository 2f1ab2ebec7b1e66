import { html } from 'lit';
import type { Kept } from '../corrections/correction';
import { m } from '../messages/current';
import { Widget } from './element';

/** What has been corrected on this device: how much, to take along, to delete. */
export class CorrectionsKept extends Widget {
  static override properties = { kept: { attribute: false } };
  declare kept: Kept;

  #delete(): void {
    this.emit({ type: 'delete-corrections' });
    this.querySelector('summary')?.focus(); // the button is about to have nothing to do
  }

  protected override render() {
    const { count, outcome, last } = this.kept;
    const { title, about, save, delete: deleteAll, outcomes } = m().corrections;
    // What came of one face is told beside it.
    const told = outcome && outcome !== 'kept' && !last ? outcomes[outcome] : '';
    return html`
      <details class="about" data-role="corrections" data-count=${count}>
        <summary>${title(count)}</summary>
        <p>${about} <code>invoke train --extra corrections.zip</code></p>
        <div class="session-actions">
          <button ?disabled=${count === 0} @click=${() => this.emit({ type: 'save-corrections' })}>
            ${save}
          </button>
          <button class="quiet" ?disabled=${count === 0} @click=${() => this.#delete()}>${deleteAll}</button>
        </div>
        <p class="aside" aria-live="polite" data-role="corrections-outcome">${told}</p>
      </details>
    `;
  }
}
customElements.define('corrections-kept', CorrectionsKept);
