import { html } from 'lit';
import type { Backend } from '../analysis';
import { Widget } from './element';
import { NOTES } from './sentences';

/** Things that went another way than asked, without stopping anything. */
export class BackendNotes extends Widget {
  static override properties = { missing: { attribute: false } };
  declare missing: readonly Backend[];

  protected override render() {
    return this.missing.map(
      (backend) => html`
        <div class="note" role="alert" data-reason="${backend}-missing">
          <p>${NOTES[backend]}</p>
          <button class="quiet" @click=${() => this.emit({ type: 'dismiss-note', backend })}>Carry on</button>
        </div>
      `,
    );
  }
}
customElements.define('backend-notes', BackendNotes);
