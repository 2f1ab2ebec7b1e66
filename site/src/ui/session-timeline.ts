import { html, nothing } from 'lit';
import type { State } from '../state';
import { summarize } from '../timeline/summary';
import type { Timeline } from '../timeline/timeline';
import { Widget } from './element';
import { summaryOf } from './sentences';
import './timeline-chart';

/** The session so far: in words, as a chart, and as files to keep. Not there before anything was streamed. */
export class SessionTimeline extends Widget {
  static override properties = { state: { attribute: false } };
  declare state: State;
  #told: Timeline | null = null;
  #words = '';

  /** A frame comes thirty times a second, a moment five times: only a moment changes what the whole session comes to. */
  protected override willUpdate(): void {
    const { timeline } = this.state;
    if (timeline === this.#told) return;
    this.#told = timeline;
    this.#words = summaryOf(summarize(timeline));
  }

  protected override render() {
    const { timeline, manifest, phase } = this.state;
    if (!manifest || timeline.moments.length < 2) return nothing;
    return html`
      <section class="session" aria-labelledby="session-title">
        <h2 id="session-title">This session</h2>
        <p data-role="summary">${this.#words}</p>
        <timeline-chart .timeline=${timeline} .labels=${manifest.labels}></timeline-chart>
        <div class="session-actions" role="group" aria-label="Session">
          <button ?disabled=${phase !== 'live'} @click=${() => this.emit({ type: 'mark' })}>
            Mark this moment
          </button>
          <button @click=${() => this.emit({ type: 'save-timeline', format: 'csv' })}>Save as CSV</button>
          <button @click=${() => this.emit({ type: 'save-timeline', format: 'json' })}>Save as JSON</button>
          <button class="quiet" @click=${() => this.emit({ type: 'forget' })}>Forget everything</button>
        </div>
        <p class="aside">Kept in this tab only, and gone when you close it or choose “Forget everything”.</p>
      </section>
    `;
  }
}
customElements.define('session-timeline', SessionTimeline);
