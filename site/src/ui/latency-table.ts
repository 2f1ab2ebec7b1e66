import { html } from 'lit';
import type { Backend } from '../analysis';
import { STAGES, summarize, type Stage, type StageTimes } from '../latency';
import { m } from '../messages/current';
import { Widget } from './element';

export const written = (time_ms: number | undefined): string =>
  time_ms === undefined ? '–' : `${time_ms.toFixed(time_ms < 100 ? 1 : 0)} ms`;

/** How long the last frames took, by stage. */
export class LatencyTable extends Widget {
  static override properties = { samples: { attribute: false }, backend: { attribute: false } };
  declare samples: readonly StageTimes[];
  declare backend: Backend | null;

  protected override render() {
    const words = m().diagnostics;
    return html`
      <table class="latency">
        <caption>
          ${words.latency}${this.backend ? html` <span class="aside">${words.onBackend(this.backend)}</span>` : ''}
        </caption>
        <thead>
          <tr>
            <td></td>
            <th scope="col">${words.last}</th>
            <th scope="col">${words.average}</th>
            <th scope="col"><abbr title=${words.p95}>p95</abbr></th>
          </tr>
        </thead>
        <tbody>
          ${STAGES.map((stage) => this.#row(stage))}
        </tbody>
      </table>
    `;
  }

  #row(stage: Stage) {
    const summary = summarize(this.samples, stage);
    return html`
      <tr data-stage=${stage}>
        <th scope="row">${m().diagnostics.stages[stage]}</th>
        <td data-kind="last">${written(summary?.last_ms)}</td>
        <td data-kind="average">${written(summary?.average_ms)}</td>
        <td data-kind="p95">${written(summary?.p95_ms)}</td>
      </tr>
    `;
  }
}
customElements.define('latency-table', LatencyTable);
