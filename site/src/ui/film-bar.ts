import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { Film, Intent } from '../state';
import { Widget } from './element';

/** A longer film is sought by the second, a shorter one by the tenth. */
const LONG_S = 60;

const PLAY = 'M7 4.5v15l12-7.5z';
const PAUSE = 'M6 5h4v14H6zM14 5h4v14h-4z';
const SPEAKER = 'M4 9.5h3.5L12 5.5v13l-4.5-4H4z';
const LOUD = `${SPEAKER}M14.5 8.2a5 5 0 0 1 0 7.6v-2a3 3 0 0 0 0-3.6zM14.5 4.6a8.5 8.5 0 0 1 0 14.8v-1.9a7 7 0 0 0 0-11z`;
const SILENT = `${SPEAKER}M14.3 9.9l1.2-1.2 2.3 2.3 2.3-2.3 1.2 1.2-2.3 2.3 2.3 2.3-1.2 1.2-2.3-2.3-2.3 2.3-1.2-1.2 2.3-2.3z`;

/** The controls of a film: play or pause, where it is, and whether it is heard. */
export class FilmBar extends Widget {
  static override properties = { film: { attribute: false } };
  declare film: Film | null;

  protected override render() {
    const { film } = this;
    if (!film) return nothing;
    const { controls, play, pause, soundOn, soundOff, leftOut } = m().films;
    return html`
      <div
        class="film-bar"
        role="group"
        aria-label=${controls}
        data-playing=${film.playing}
        @keydown=${(event: KeyboardEvent) => this.#turnBySpace(event)}
      >
        ${this.#button(film.playing ? pause : play, film.playing ? PAUSE : PLAY, { type: 'turn-film' })}
        ${film.duration_s === null ? this.#time(clock(film.time_s)) : this.#slider(film.time_s, film.duration_s)}
        ${this.#button(film.muted ? soundOn : soundOff, film.muted ? SILENT : LOUD, { type: 'mute-film', muted: !film.muted })}
      </div>
      ${film.left > 0 ? html`<p class="aside">${leftOut(film.left)}</p>` : nothing}
    `;
  }

  #slider(time_s: number, duration_s: number) {
    const { place, placeOf } = m().films;
    const [time, duration] = [clock(time_s), clock(duration_s)];
    return html`
      <input
        type="range"
        min="0"
        max=${duration_s}
        step=${duration_s > LONG_S ? 1 : 0.1}
        aria-label=${place}
        aria-valuetext=${placeOf(time, duration)}
        .value=${String(time_s)}
        @input=${({ target }: Event) =>
          this.emit({ type: 'seek-film', time_s: (target as HTMLInputElement).valueAsNumber })}
      />
      ${this.#time(`${time} / ${duration}`)}
    `;
  }

  #button(name: string, shape: string, intent: Intent) {
    return html`<button aria-label=${name} title=${name} @click=${() => this.emit(intent)}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${shape} /></svg>
    </button>`;
  }

  #time(text: string) {
    return html`<span class="film-time">${text}</span>`;
  }

  /** As on every player; the button hears the key by itself. */
  #turnBySpace(event: KeyboardEvent): void {
    if (event.key !== ' ' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    if (!event.repeat) this.emit({ type: 'turn-film' });
  }
}
customElements.define('film-bar', FilmBar);

/** "0:07", "12:30", "1:02:03". */
function clock(time_s: number): string {
  const [hours, minutes, seconds] = [time_s / 3600, (time_s / 60) % 60, time_s % 60].map(Math.floor);
  const padded = (value = 0) => String(value).padStart(2, '0');
  return hours ? `${hours}:${padded(minutes)}:${padded(seconds)}` : `${minutes}:${padded(seconds)}`;
}
