import { html } from 'lit';
import { BACKENDS, type Backend, type Status } from '../analysis';
import { Widget } from './element';

const NAMES: Readonly<Record<Backend, string>> = {
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
  cpu: 'plain JavaScript',
};

/** The diagnostics panel: which way the page computes on this device, what else was tried, and a choice. */
export class HowItComputes extends Widget {
  static override properties = { status: { attribute: false } };
  declare status: Status | null;

  protected override render() {
    const { status } = this;
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
      </details>
    `;
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
