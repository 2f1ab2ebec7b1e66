import { html } from 'lit';
import type { Backend } from '../analysis';
import { m } from '../messages/current';
import { Widget } from './element';

/** Things that went another way than asked, without stopping anything. */
export class BackendNotes extends Widget {
  static override properties = { missing: { attribute: false } };
  declare missing: readonly Backend[];

  protected override render() {
    return this.missing.map(
      (backend) => html`
        <div class="note" role="alert" data-reason="${backend}-missing">
          <p>${m().failures.missing[backend]}</p>
          <button class="quiet" @click=${() => this.emit({ type: 'dismiss-note', backend })}>
            ${m().page.carryOn}
          </button>
        </div>
      `,
    );
  }
}
customElements.define('backend-notes', BackendNotes);
