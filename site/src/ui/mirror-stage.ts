import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Face } from '../analysis';
import { onScreen, type Size } from '../geometry';
import type { Manifest } from '../manifest';
import { m } from '../messages/current';
import { followedIn, isMirrored, seenIn, type State } from '../state';
import './camera-notice';
import { Widget } from './element';
import './failure-card';
import { tagOf } from './sentences';
import './photo-grid';
import './snapshot-dialog';
import { styled } from './styled';

const EMPTY: Size = { width: 4, height: 3 };
/** A box that ends below this, in percent of the picture's height, leaves no room for its label. */
const LOWEST_LABEL = 86;

/** How the boxes of a frame are drawn. */
interface Placing {
  readonly several: boolean;
  readonly frame: Size;
  readonly mirrored: boolean;
}

/** The mirror: camera or still picture with the box on the face, or what there is to say instead. */
export class MirrorStage extends Widget {
  static override properties = {
    state: { attribute: false },
    video: { attribute: false },
    still: { attribute: false },
    inApp: { attribute: false },
  };
  declare state: State;
  declare video: HTMLVideoElement;
  declare still: HTMLCanvasElement;
  declare inApp: boolean;

  protected override render() {
    const { state } = this;
    if (state.phase === 'album') return html`<photo-grid .state=${state} .album=${state.album}></photo-grid>`;
    const seen = seenIn(state);
    const frame = seen?.analysis.frame ?? (state.phase === 'live' ? state.frame : EMPTY);
    const faces = seen?.analysis.faces ?? [];
    const mirrored = isMirrored(state);
    return html`
      <div
        class="mirror"
        ?data-mirrored=${mirrored}
        ${styled({ '--aspect': String(frame.width / frame.height) })}
      >
        <div class="picture" ?hidden=${state.phase !== 'live'}>${this.video}</div>
        <div class="picture" ?hidden=${state.phase !== 'paused'}>${this.still}</div>
        ${repeat(
          faces,
          ({ id }) => id, // else a box that has the focus could become another face's
          (face) => this.#box(face, { several: faces.length > 1, frame, mirrored }),
        )}
        ${this.#card()}
        <div class="on-glass">
          ${
            state.phase === 'live' && state.canSwitch
              ? this.#tool(m().page.switchCamera, 'M4 9h13l-3-3M20 15H7l3 3', () =>
                  this.emit({ type: 'switch-camera' }),
                )
              : nothing
          }
          ${
            document.fullscreenEnabled && (state.phase === 'live' || state.phase === 'paused')
              ? this.#tool(m().page.fullScreen, 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5', () =>
                  this.#fullScreen(),
                )
              : nothing
          }
          <snapshot-dialog .state=${state} .still=${this.still}></snapshot-dialog>
        </div>
      </div>
    `;
  }

  #box(face: Face, { several, frame, mirrored }: Placing) {
    const { left, top, width, height } = onScreen(face.box, frame, mirrored);
    const index = this.state.manifest?.labels.indexOf(face.label) ?? -1;
    const place = {
      left: `${left}%`,
      top: `${top}%`,
      width: `${width}%`,
      height: `${height}%`,
      '--hue': index < 0 ? 'var(--unsure)' : `var(--expression-${index % 7})`,
    };
    const low = top + height > LOWEST_LABEL;
    const label = html`<span>${tagOf(face)}</span>`;
    // The headline says the same to ears; only where there are several faces is there something to choose.
    if (!several)
      return html`<div
        class="face-box"
        data-role="face-box"
        data-face=${face.id}
        aria-hidden="true"
        ?data-low=${low}
        ${styled(place)}
      >
        ${label}
      </div>`;
    return html`<button
      class="face-box"
      data-role="face-box"
      data-face=${face.id}
      aria-label=${`${m().page.follow(face.id)}, ${tagOf(face)}`}
      aria-pressed=${followedIn(this.state)?.face.id === face.id}
      ?data-low=${low}
      ${styled(place)}
      @click=${() => this.emit({ type: 'follow', face: face.id })}
    >
      ${label}
    </button>`;
  }

  #tool(name: string, path: string, press: () => void) {
    return html`<button class="tool" aria-label=${name} title=${name} @click=${press}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path} /></svg>
    </button>`;
  }

  #fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void this.parentElement?.requestFullscreen().catch(() => undefined); // refused: nothing changes
  }

  #notice(manifest: Manifest) {
    return html`<camera-notice .manifest=${manifest} .inApp=${this.inApp}></camera-notice>`;
  }

  #card() {
    const { state } = this;
    switch (state.phase) {
      case 'loading':
        return state.described
          ? this.#notice(state.described)
          : html`<div class="card"><p>${m().page.loading}</p></div>`;
      case 'ready':
        return state.manifest ? this.#notice(state.manifest) : nothing;
      case 'asking':
        return html`<div class="card">
          <h2>${m().page.askingTitle}</h2>
          <p>${m().page.asking}</p>
        </div>`;
      case 'failed':
        return html`<failure-card
          .reason=${state.reason}
          .detail=${state.detail}
          .photoWorks=${state.manifest !== null}
        ></failure-card>`;
      default:
        return nothing;
    }
  }
}
customElements.define('mirror-stage', MirrorStage);
