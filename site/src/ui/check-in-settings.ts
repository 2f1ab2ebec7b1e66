import { html, nothing } from 'lit';
import type { CheckIn, Settings } from '../checkin/check-in';
import { Widget } from './element';
import { percent, several } from './sentences';

const SHARES = [0.4, 0.6, 0.8];
const LASTING_S = [30, 60, 180, 600];

/** The check-in, off until somebody wants it. */
export class CheckInSettings extends Widget {
  static override properties = { checkIn: { attribute: false } };
  declare checkIn: CheckIn;

  #set(change: Partial<Settings>): void {
    this.emit({ type: 'set-check-in', settings: { ...this.checkIn.settings, ...change } });
  }

  protected override render() {
    const { settings, counts } = this.checkIn;
    const number = ({ target }: Event) => Number((target as HTMLSelectElement).value);
    return html`
      <details class="about" data-role="check-in-settings">
        <summary>Check-in</summary>
        <p>
          When your face looks angry or sad for long, the page can offer you a pause. It may be mistaken, and
          it tells nobody.
        </p>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${settings.on}
            @change=${({ target }: Event) => this.#set({ on: (target as HTMLInputElement).checked })}
          />
          Offer me a pause
        </label>
        ${
          settings.on
            ? html`
                <div class="choices">
                  <label>
                    When it lasts
                    <select @change=${(event: Event) => this.#set({ lasting_s: number(event) })}>
                      ${LASTING_S.map(
                        (lasting_s) =>
                          html`<option value=${lasting_s} ?selected=${lasting_s === settings.lasting_s}>
                            ${lasting_s < 60 ? several(lasting_s, 'second') : several(lasting_s / 60, 'minute')}
                          </option>`,
                      )}
                    </select>
                  </label>
                  <label>
                    For at least
                    <select @change=${(event: Event) => this.#set({ share: number(event) })}>
                      ${SHARES.map(
                        (share) =>
                          html`<option value=${share} ?selected=${share === settings.share}>
                            ${percent(share)} of that time
                          </option>`,
                      )}
                    </select>
                  </label>
                </div>
                <p class="aside" data-role="check-in-counts">
                  Offered ${several(counts.offered, 'time')}, taken ${several(counts.taken, 'time')}. Kept on
                  this device while this is on.
                </p>
              `
            : nothing
        }
      </details>
    `;
  }
}
customElements.define('check-in-settings', CheckInSettings);
