import { html } from 'lit';
import type { Note } from '../state';
import { Widget } from './element';
import { NOTES } from './sentences';

/** Things that went another way than asked, without stopping anything. */
export class BackendNotes extends Widget {
  static override properties = { notes: { attribute: false } };
  declare notes: readonly Note[];

  protected override render() {
    return this.notes.map(
      (note) => html`
        <div class="note" role="alert" data-reason=${note}>
          <p>${NOTES[note]}</p>
          <button class="quiet" @click=${() => this.emit({ type: 'dismiss-note', note })}>Carry on</button>
        </div>
      `,
    );
  }
}
customElements.define('backend-notes', BackendNotes);
