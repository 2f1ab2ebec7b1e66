import { html, nothing } from 'lit';
import { m } from '../messages/current';
import type { Film } from '../state';
import { Widget } from './element';

/** A longer film is sought by the second, a shorter one by the tenth. */
const LONG_S = 60;

/** The controls of a film: play or pause, and where it is. */
export class FilmBar extends Widget {
  static override properties = { film: { attribute: false } };
  declare film: Film | null;

  protected override render() {
    const { film } = this;
    if (!film) return nothing;
    const { controls, play, pause, leftOut } = m().films;
    const name = film.playing ? pause : play;
    return html`
      <div
        class="film-bar"
        role="group"
        aria-label=${controls}
        data-playing=${film.playing}
        @keydown=${(event: KeyboardEvent) => this.#turnBySpace(event)}
      >
        <button aria-label=${name} title=${name} @click=${() => this.emit({ type: 'turn-film' })}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d=${film.playing ? 'M6 5h4v14H6zM14 5h4v14h-4z' : 'M7 4.5v15l12-7.5z'} />
          </svg>
        </button>
        ${film.duration_s === null ? this.#time(clock(film.time_s)) : this.#slider(film.time_s, film.duration_s)}
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
