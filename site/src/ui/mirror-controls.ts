import { html } from 'lit';
import { m } from '../messages/current';
import type { State } from '../state';
import { Widget } from './element';
import './photo-button';

/** The buttons, where thumbs are. */
export class MirrorControls extends Widget {
  static override properties = { phase: { attribute: false } };
  declare phase: State['phase'];

  protected override render() {
    const running = this.phase === 'asking' || this.phase === 'live';
    const loading = this.phase === 'loading';
    return html`
      <div class="controls" role="group" aria-label=${m().page.controls}>
        <button
          ?disabled=${loading || this.phase === 'asking'}
          @click=${() => this.emit({ type: 'predict-once' })}
        >
          ${m().page.predictOnce}
        </button>
        <button
          class="primary"
          ?disabled=${loading}
          @click=${() => this.emit({ type: running ? 'stop' : 'start' })}
        >
          ${running ? m().page.stop : m().page.start}
        </button>
        <photo-button .disabled=${loading}></photo-button>
      </div>
    `;
  }
}
customElements.define('mirror-controls', MirrorControls);
