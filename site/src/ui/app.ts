import { html, nothing } from 'lit';
import { isDemonstration, type Manifest } from '../manifest';
import { m } from '../messages/current';
import { filmIn, followedIn, initialState, missingIn, newVersionIn, seenIn, type State } from '../state';
import './about-model';
import './backend-notes';
import './check-in-card';
import './check-in-settings';
import './correct-face';
import './corrections-kept';
import { Widget } from './element';
import './expression-bars';
import './film-bar';
import './how-it-computes';
import './language-choice';
import './latency-table';
import './mirror-controls';
import './mirror-stage';
import './model-input';
import './new-version';
import './page-footer';
import './personal-mark';
import './session-timeline';
import './spoken-status';
import './teach-lesson';
import './teach-settings';

/** The whole page. Its own attributes say what state it is in, for styles, for embedders and for tests. */
export class MoodMirrorApp extends Widget {
  static override properties = {
    state: { attribute: false },
    video: { attribute: false },
    still: { attribute: false },
    inApp: { attribute: false },
    canSpeak: { attribute: false },
  };
  declare state: State;
  declare video: HTMLVideoElement;
  declare still: HTMLCanvasElement;
  declare inApp: boolean;
  /** Whether the visitor's language is there. Nothing is shown before, since it would be in another; the model loads meanwhile. */
  declare canSpeak: boolean;

  constructor() {
    super();
    this.state = initialState;
    this.canSpeak = false;
  }

  protected override shouldUpdate(): boolean {
    return this.canSpeak;
  }

  protected override willUpdate(): void {
    const { state } = this;
    const seen = seenIn(state);
    const { dataset } = this;
    dataset['state'] = state.phase;
    dataset['backend'] = state.status?.backend ?? '';
    dataset['place'] = state.status?.place ?? '';
    dataset['frames'] = String(seen?.frames ?? 0);
    dataset['tensors'] = String(seen?.analysis.tensors ?? '');
    dataset['dataset'] = state.manifest?.training.dataset ?? '';
    dataset['lesson'] = state.teaching.lesson?.step ?? '';
    dataset['reason'] = state.phase === 'failed' ? state.reason : '';
  }

  protected override render() {
    const { state } = this;
    const { manifest } = state;
    return html`
      <header>
        <h1>Mood Mirror</h1>
        <p class="aside">${m().page.tagline}</p>
        <language-choice></language-choice>
      </header>
      ${
        manifest && isDemonstration(manifest)
          ? html`<p class="banner" data-role="demo-banner">${m().page.demo}</p>`
          : nothing
      }
      <backend-notes .missing=${missingIn(state)}></backend-notes>
      <new-version
        .version=${newVersionIn(state)}
        .hasSession=${state.timeline.moments.length > 0}
      ></new-version>
      <main>
        <div class="wall">
          <mirror-stage
            .state=${state}
            .video=${this.video}
            .still=${this.still}
            .inApp=${this.inApp}
          ></mirror-stage>
          <film-bar .film=${filmIn(state)}></film-bar>
        </div>
        ${state.phase === 'failed' ? nothing : html`<mirror-controls .phase=${state.phase}></mirror-controls>`}
        <div class="reading">
          <check-in-card .checkIn=${state.checkIn}></check-in-card>
          <teach-lesson .lesson=${state.teaching.lesson} .labels=${manifest?.labels ?? []}></teach-lesson>
          <spoken-status .state=${state}></spoken-status>
          ${
            manifest
              ? html`
                  <personal-mark .teaching=${state.teaching} .manifest=${manifest}></personal-mark>
                  ${state.phase === 'album' ? nothing : this.#instruments(manifest)}
                  <corrections-kept .kept=${state.corrections}></corrections-kept>
                  <teach-settings .teaching=${state.teaching} .manifest=${manifest}></teach-settings>
                  <check-in-settings .checkIn=${state.checkIn}></check-in-settings>
                  <how-it-computes .state=${state}></how-it-computes>
                  <about-model .manifest=${manifest}></about-model>
                `
              : nothing
          }
        </div>
        <session-timeline .state=${state}></session-timeline>
      </main>
      ${state.phase === 'loading' ? nothing : html`<page-footer .spoken=${state.spoken} .offline=${state.offline}></page-footer>`}
    `;
  }

  #instruments(manifest: Manifest) {
    const { state } = this;
    const seen = seenIn(state);
    const followed = followedIn(state);
    return html`
      <expression-bars .labels=${manifest.labels} .face=${followed?.face ?? null}></expression-bars>
      ${
        seen
          ? html`<correct-face
              .manifest=${manifest}
              .faces=${followed?.pixels ? [followed] : []}
              .kept=${state.corrections}
            ></correct-face>`
          : nothing
      }
      <div class="instruments">
        <model-input .size=${manifest.input} .pixels=${followed?.pixels ?? null}></model-input>
        <latency-table
          .samples=${seen?.samples ?? []}
          .backend=${state.status?.backend ?? null}
        ></latency-table>
      </div>
    `;
  }
}
customElements.define('mood-mirror-app', MoodMirrorApp);
