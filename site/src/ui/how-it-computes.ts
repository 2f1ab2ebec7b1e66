import { html } from 'lit';
import { BACKENDS, type Backend, type Status } from '../analysis';
import { m } from '../messages/current';
import { STAGES, summarize } from '../latency';
import { modelOf } from '../report';
import { seenIn, type State } from '../state';
import { Widget } from './element';
import { written } from './latency-table';

/** The diagnostics panel: which way the page computes on this device, what else was tried, and a choice. */
export class HowItComputes extends Widget {
  static override properties = { state: { attribute: false } };
  declare state: State;

  protected override render() {
    const { state } = this;
    const { status, reported } = state;
    if (!status) return html``;
    const { backend, place, uncompared } = status;
    const words = m().diagnostics;
    return html`
      <details class="about" data-role="diagnostics">
        <summary>${words.title}</summary>
        <p>${words.by(words.backends[backend], place === 'worker')}</p>
        <dl>${BACKENDS.map((name) => this.#row(name, status))}</dl>
        ${uncompared === null ? '' : html`<p data-role="uncompared">${words.uncompared(uncompared)}</p>`}
        <label>
          ${words.computeBy}
          <select
            @change=${({ target }: Event) => {
              const { value } = target as HTMLSelectElement;
              this.emit({ type: 'use-backend', backend: BACKENDS.find((name) => name === value) ?? null });
            }}
          >
            <option value="">${words.fastest}</option>
            ${BACKENDS.map((name) => html`<option value=${name} ?selected=${name === status.wanted}>${words.backends[name]}</option>`)}
          </select>
        </label>
        <dl>
          ${this.#facts().map(
            ([term, value]) =>
              html`<div>
                <dt>${term}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        <button @click=${() => this.emit({ type: 'copy-report' })}>${words.copy}</button>
        <p class="aside" role="status" data-role="reported">${reported ? words.reported[reported] : ''}</p>
      </details>
    `;
  }

  #facts(): [term: string, value: string][] {
    const words = m().diagnostics;
    const { state } = this;
    const seen = seenIn(state);
    const stages = STAGES.map((stage) => {
      const summary = summarize(seen?.samples ?? [], stage);
      return `${words.stages[stage].toLowerCase()} ${written(summary?.p50_ms)} / ${written(summary?.p95_ms)}`;
    });
    const { width, height, frameRate } = state.camera ?? {};
    return [
      [words.percentiles, stages.join(', ')],
      [words.frames, seen ? `${seen.frames}, ${seen.missed}` : '–'],
      [words.tensors, String(seen?.analysis.tensors ?? '–')],
      [words.model, modelOf(state)],
      [
        words.camera,
        width && height ? `${width} × ${height}${frameRate ? `, ${Math.round(frameRate)} Hz` : ''}` : '–',
      ],
    ];
  }

  #row(name: Backend, { backend, times_ms, passedOver }: Status) {
    const words = m().diagnostics;
    const time_ms = times_ms[name];
    const said = [
      ...(name === backend ? [words.inUse] : []),
      ...(time_ms === undefined ? [] : [words.forOneFace(time_ms.toFixed(1))]),
      ...passedOver.filter((tried) => tried.backend === name).map(({ why }) => words.passedOver(why)),
    ];
    return html`<div data-backend=${name}>
      <dt>${words.backends[name]}</dt>
      <dd>${said.join('; ') || words.notTried}</dd>
    </div>`;
  }
}
customElements.define('how-it-computes', HowItComputes);
