import { dated, download } from './output/download';
import { copyText, keep, waysToKeep, type Way } from './output/keep';
import { speak } from './messages/current';
import { keepPreferences } from './preferences';
import { report } from './report';
import type { Event, Intent, State } from './state';
import { toCsv, toJson } from './timeline/export';

/** What needs neither camera nor engine. */
type Keeping = Extract<
  Intent,
  {
    type:
      | 'mark'
      | 'save-timeline'
      | 'copy-report'
      | 'moment-taken'
      | 'keep-moment'
      | 'set-check-in'
      | 'use-language'
      | 'set-spoken'
      | 'answer-check-in';
  }
>;

/** Carries out what a visitor wants to keep of a session: marks, files, pictures, the report, the check-in and the page's own settings. */
export class Keepsakes {
  constructor(
    private readonly state: () => State,
    private readonly dispatch: (event: Event) => void,
  ) {}

  handle(intent: Keeping): void {
    switch (intent.type) {
      case 'mark':
        return this.dispatch({ type: 'marked', time_ms: Date.now() });
      case 'save-timeline':
        return this.#saveTimeline(intent.format);
      case 'copy-report':
        return void this.#copyReport();
      case 'moment-taken':
        return this.dispatch({ type: 'moment-taken', ways: waysToKeep() });
      case 'set-check-in':
        return this.dispatch({ type: 'check-in-set', settings: intent.settings });
      case 'use-language':
        keepPreferences({ language: intent.language });
        return void speak(intent.language).catch(() => undefined); // offline: the page goes on as it spoke
      case 'set-spoken':
        keepPreferences({ spoken: intent.spoken });
        return this.dispatch({ type: 'spoken-set', spoken: intent.spoken });
      case 'answer-check-in':
        return this.dispatch({
          type: 'check-in-answered',
          answer: intent.answer,
          time_ms: Date.now(),
          midnight_ms: new Date().setHours(24, 0, 0, 0),
        });
      case 'keep-moment':
        return void this.#keepMoment(intent.picture, intent.way, intent.time);
    }
  }

  #saveTimeline(format: 'csv' | 'json'): void {
    const { timeline, manifest } = this.state();
    if (!manifest) return;
    const [type, text] =
      format === 'csv'
        ? ['text/csv', toCsv(timeline, manifest)]
        : ['application/json', toJson(timeline, manifest)];
    download(dated(format, new Date()), new Blob([text], { type }));
  }

  async #copyReport(): Promise<void> {
    const text = report(this.state(), {
      userAgent: navigator.userAgent,
      isolated: crossOriginIsolated,
      cores: navigator.hardwareConcurrency,
      viewport: [innerWidth, innerHeight],
      pixelRatio: devicePixelRatio,
    });
    this.dispatch({ type: 'report-taken', how: await copyText(text, dated('txt', new Date())) });
  }

  async #keepMoment(picture: Blob, wanted: Way, time: Date): Promise<void> {
    const way = await keep(picture, dated('png', time), wanted);
    if (way) this.dispatch({ type: 'moment-kept', way });
  }
}
