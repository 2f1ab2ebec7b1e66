import { html } from 'lit';
import { BACKENDS, type Backend, type Status } from '../analysis';
import { STAGES, summarize } from '../latency';
import { modelOf } from '../report';
import { seenIn, type State } from '../state';
import { Widget } from './element';
import { REPORTED } from './sentences';
import { STAGE_NAMES, written } from './latency-table';

const NAMES: Readonly<Record<Backend, string>> = {
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  cpu: 'plain JavaScript',
};

/** The diagnostics panel: which way the page computes on this device, what else was tried, and a choice. */
export class HowItComputes extends Widget {
  static override properties = { state: { attribute: false } };
  declare state: State;

  protected override render() {
    const { state } = this;
    const { status, reported } = state;
    if (!status) return html``;
    const { backend, place } = status;
    return html`
      <details class="about" data-role="diagnostics">
        <summary>How it computes here</summary>
        <p>
          By ${NAMES[backend]}, ${place === 'worker' ? 'beside the page in a worker' : 'in the page itself'}.
        </p>
        <dl>${BACKENDS.map((name) => this.#row(name, status))}</dl>
        <label>
          Compute by
          <select
            @change=${({ target }: Event) => {
              const { value } = target as HTMLSelectElement;
              this.emit({ type: 'use-backend', backend: BACKENDS.find((name) => name === value) ?? null });
            }}
          >
            <option value="">whatever is fastest here</option>
            ${BACKENDS.map((name) => html`<option value=${name} ?selected=${name === status.wanted}>${NAMES[name]}</option>`)}
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
        <button @click=${() => this.emit({ type: 'copy-report' })}>Copy report</button>
        <p class="aside" role="status" data-role="reported">${reported ? REPORTED[reported] : ''}</p>
      </details>
    `;
  }

  #facts(): [term: string, value: string][] {
    const { state } = this;
    const seen = seenIn(state);
    const stages = STAGES.map((stage) => {
      const summary = summarize(seen?.samples ?? [], stage);
      return `${STAGE_NAMES[stage].toLowerCase()} ${written(summary?.p50_ms)} / ${written(summary?.p95_ms)}`;
    });
    const { width, height, frameRate } = state.camera ?? {};
    return [
      ['Median / 95th percentile', stages.join(', ')],
      ['Frames judged, and left out', seen ? `${seen.frames}, ${seen.missed}` : '–'],
      ['Tensors alive', String(seen?.analysis.tensors ?? '–')],
      ['Model', modelOf(state)],
      [
        'Camera',
        width && height ? `${width} × ${height}${frameRate ? `, ${Math.round(frameRate)} Hz` : ''}` : '–',
      ],
    ];
  }

  #row(name: Backend, { backend, times_ms, passedOver }: Status) {
    const time_ms = times_ms[name];
    const said = [
      ...(name === backend ? ['in use'] : []),
      ...(time_ms === undefined ? [] : [`${time_ms.toFixed(1)} ms for one face`]),
      ...passedOver.filter((tried) => tried.backend === name).map(({ why }) => `passed over: ${why}`),
    ];
    return html`<div data-backend=${name}>
      <dt>${NAMES[name]}</dt>
      <dd>${said.join('; ') || 'not tried'}</dd>
    </div>`;
  }
}
customElements.define('how-it-computes', HowItComputes);
