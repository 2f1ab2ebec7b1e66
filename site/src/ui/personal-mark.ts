import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { Manifest } from '../manifest';
import { isFor } from '../teach/taught';
import type { Teaching } from '../teach/teaching';
import { Widget } from './element';

/** Says that a face is judged by what was taught, wherever it is told what it looks like, and switches that off and on. */
export class PersonalMark extends Widget {
  static override properties = { teaching: { attribute: false }, manifest: { attribute: false } };
  declare teaching: Teaching;
  declare manifest: Manifest;

  /** "Use it" goes away with the lesson; what it did stands here. */
  protected override updated(changed: Map<string, unknown>): void {
    const before = changed.get('teaching') as Teaching | undefined;
    if (before?.lesson && before.kept !== this.teaching.kept)
      this.querySelector('input')?.focus({ preventScroll: true });
  }

  protected override render() {
    const { kept } = this.teaching;
    if (!kept || !isFor(kept.taught, this.manifest)) return nothing;
    return html`
      <label class="choice personal" data-on=${kept.on}>
        <input
          type="checkbox"
          .checked=${kept.on}
          @change=${({ target }: Event) =>
            this.emit({ type: 'wear', on: (target as HTMLInputElement).checked })}
        />
        ${m().teach.mark}
      </label>
    `;
  }
}
customElements.define('personal-mark', PersonalMark);
