import { html, nothing } from 'lit';
import { UNSURE, type Face } from '../analysis';
import { onScreen, type Size } from '../geometry';
import { seenIn, type State } from '../state';
import './camera-notice';
import { Widget } from './element';
import './failure-card';
import { percent } from './sentences';
import './photo-grid';
import './snapshot-dialog';
import { styled } from './styled';

const EMPTY: Size = { width: 4, height: 3 };
/** A box that ends below this, in percent of the picture's height, leaves no room for its label. */
const LOWEST_LABEL = 86;

/** The mirror: camera or still picture with the box on the face, or what there is to say instead. */
export class MirrorStage extends Widget {
  static override properties = {
    state: { attribute: false },
    video: { attribute: false },
    still: { attribute: false },
  };
  declare state: State;
  declare video: HTMLVideoElement;
  declare still: HTMLCanvasElement;

  protected override render() {
    const { state } = this;
    if (state.phase === 'album') return html`<photo-grid .album=${state.album}></photo-grid>`;
    const seen = seenIn(state);
    const frame = seen?.analysis.frame ?? (state.phase === 'live' ? state.frame : EMPTY);
    const mirrored = seen?.origin !== 'photo'; // people know themselves from mirrors and others from photos
    return html`
      <div
        class="mirror"
        ?data-mirrored=${mirrored}
        ${styled({ '--aspect': String(frame.width / frame.height) })}
      >
        <div class="picture" ?hidden=${state.phase !== 'live'}>${this.video}</div>
        <div class="picture" ?hidden=${state.phase !== 'paused'}>${this.still}</div>
        ${seen?.analysis.faces.map((face) => this.#box(face, frame, mirrored))} ${this.#card()}
        <snapshot-dialog .state=${state} .still=${this.still}></snapshot-dialog>
      </div>
    `;
  }

  #box(face: Face, frame: Size, mirrored: boolean) {
    const { left, top, width, height } = onScreen(face.box, frame, mirrored);
    const index = this.state.manifest?.labels.indexOf(face.label) ?? -1;
    const place = {
      left: `${left}%`,
      top: `${top}%`,
      width: `${width}%`,
      height: `${height}%`,
      '--hue': index < 0 ? 'var(--unsure)' : `var(--expression-${index % 7})`,
    };
    return html`
      <div
        class="face-box"
        data-role="face-box"
        data-face=${face.id}
        aria-hidden="true"
        ?data-low=${top + height > LOWEST_LABEL}
        ${styled(place)}
      >
        <span>${face.label === UNSURE ? UNSURE : `${face.label} ${percent(face.confidence)}`}</span>
      </div>
    `;
  }

  #card() {
    const { state } = this;
    switch (state.phase) {
      case 'loading':
        return html`<div class="card"><p>Loading and checking the model…</p></div>`;
      case 'ready':
        return state.manifest ? html`<camera-notice .manifest=${state.manifest}></camera-notice>` : nothing;
      case 'asking':
        return html`<div class="card">
          <h2>May the camera be used?</h2>
          <p>Your browser is asking. Choose “Allow” to look into the mirror.</p>
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
