import { html, nothing } from 'lit';
import type { CheckIn, Settings } from '../checkin/check-in';
import { m } from '../messages/current';
import { Widget } from './element';
import { percent } from './sentences';

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
        <summary>${m().checkIn.title}</summary>
        <p>${m().checkIn.about}</p>
        <label class="choice">
          <input
            type="checkbox"
            .checked=${settings.on}
            @change=${({ target }: Event) => this.#set({ on: (target as HTMLInputElement).checked })}
          />
          ${m().checkIn.switchOn}
        </label>
        ${
          settings.on
            ? html`
                <div class="choices">
                  <label>
                    ${m().checkIn.lasting}
                    <select @change=${(event: Event) => this.#set({ lasting_s: number(event) })}>
                      ${LASTING_S.map(
                        (lasting_s) =>
                          html`<option value=${lasting_s} ?selected=${lasting_s === settings.lasting_s}>
                            ${m().checkIn.duration(lasting_s)}
                          </option>`,
                      )}
                    </select>
                  </label>
                  <label>
                    ${m().checkIn.share}
                    <select @change=${(event: Event) => this.#set({ share: number(event) })}>
                      ${SHARES.map(
                        (share) =>
                          html`<option value=${share} ?selected=${share === settings.share}>
                            ${m().checkIn.ofThatTime(percent(share))}
                          </option>`,
                      )}
                    </select>
                  </label>
                </div>
                <p class="aside" data-role="check-in-counts">
                  ${m().checkIn.counts(counts.offered, counts.taken)}
                </p>
              `
            : nothing
        }
      </details>
    `;
  }
}
customElements.define('check-in-settings', CheckInSettings);
