import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../../about/card';
import type { Speed, Timing } from '../../about/state';
import { w } from '../../about/words';
import { m } from '../../messages/current';
import { decimal, whole } from '../../messages/numbers';
import { Widget } from '../element';

const time = (value_ms: number): string => w().milliseconds(decimal(value_ms, value_ms < 100 ? 1 : 0));

/** A button that measures the speed on this very device, and what came out. */
export class DeviceSpeed extends Widget {
  static override properties = { timing: { attribute: false }, card: { attribute: false } };
  declare timing: Timing;
  declare card: Card | null;

  protected override render() {
    const { timing, card } = this;
    const { speed } = w();
    const isBusy = timing.phase === 'starting' || timing.phase === 'measuring';
    return html`
      <p>${speed.intro}</p>
      <p class="no-print">
        <button
          aria-disabled=${isBusy}
          @click=${() => !isBusy && this.dispatchEvent(new CustomEvent('measure', { bubbles: true }))}
        >
          ${timing.phase === 'measured' ? speed.again : speed.measure}
        </button>
      </p>
      ${
        timing.phase === 'measuring'
          ? html`<progress max=${timing.rounds} value=${timing.done} aria-label=${speed.heading}></progress>`
          : nothing
      }
      <div role="status" data-timing=${timing.phase}>${this.#said()}</div>
      ${card ? html`<p class="aside">${speed.card(time(card.latency_ms), card.runtime)}</p>` : nothing}
    `;
  }

  #said(): TemplateResult | typeof nothing {
    const { timing } = this;
    const { speed } = w();
    switch (timing.phase) {
      case 'idle':
        return nothing;
      case 'starting':
        return html`<p>${speed.starting}</p>`;
      case 'measuring':
        return html`<p aria-hidden="true">${speed.round(whole(timing.done), whole(timing.rounds))}</p>`;
      case 'measured':
        return measured(timing.speed);
      case 'failed':
        return html`<p>${speed.failed}</p>
          <details>
            <summary>${m().page.details}</summary>
            <p class="detail">${timing.failure.message}</p>
          </details>`;
    }
  }
}
customElements.define('device-speed', DeviceSpeed);

function measured({ backend, place, rounds, look_ms }: Speed): TemplateResult {
  const { speed } = w();
  return html`
    <p class="headline" data-role="speed" data-backend=${backend}>${speed.result(time(look_ms))}</p>
    <p>${speed.rounds(whole(rounds))} ${speed[place](m().diagnostics.backends[backend])}</p>
  `;
}

declare global {
  interface HTMLElementEventMap {
    measure: CustomEvent<null>;
  }
}
