import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { State } from '../state';
import { summarize, type Summary } from '../timeline/summary';
import { EMPTY, type Timeline } from '../timeline/timeline';
import { Widget } from './element';
import { summaryOf } from './sentences';
import './timeline-chart';

/** The session so far: in words, as a chart, and as files to keep. Not there before anything was streamed. */
export class SessionTimeline extends Widget {
  static override properties = { state: { attribute: false } };
  declare state: State;
  #told: Timeline | null = null;
  #summary: Summary = summarize(EMPTY);

  /** A frame comes thirty times a second, a moment five times: only a moment changes what the whole session comes to. */
  protected override willUpdate(): void {
    const { timeline } = this.state;
    if (timeline === this.#told) return;
    this.#told = timeline;
    this.#summary = summarize(timeline);
  }

  protected override render() {
    const { timeline, manifest, phase } = this.state;
    if (!manifest || timeline.moments.length < 2) return nothing;
    return html`
      <section class="session" aria-labelledby="session-title">
        <h2 id="session-title">${m().session.title}</h2>
        <p data-role="summary">${summaryOf(this.#summary)}</p>
        <timeline-chart .timeline=${timeline} .labels=${manifest.labels}></timeline-chart>
        <div class="session-actions" role="group" aria-label=${m().session.actions}>
          <button ?disabled=${phase !== 'live'} @click=${() => this.emit({ type: 'mark' })}>
            ${m().session.mark}
          </button>
          <button @click=${() => this.emit({ type: 'save-timeline', format: 'csv' })}>
            ${m().session.saveAs('CSV')}
          </button>
          <button @click=${() => this.emit({ type: 'save-timeline', format: 'json' })}>
            ${m().session.saveAs('JSON')}
          </button>
          <button class="quiet" @click=${() => this.emit({ type: 'forget' })}>${m().session.forget}</button>
        </div>
        <p class="aside">${m().session.keptInTab}</p>
      </section>
    `;
  }
}
customElements.define('session-timeline', SessionTimeline);
