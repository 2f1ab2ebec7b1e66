import { html } from 'lit';
import { m } from '../messages/current';
import { columns, type Columns } from '../timeline/summary';
import type { Timeline } from '../timeline/timeline';
import { Widget } from './element';
import { momentAt } from './sentences';
import type { Chart } from './timeline-canvas';

/** More columns than a wide screen has room for would cost time and show nothing. */
const MOST_COLUMNS = 600;
/** A chart of a session need not hurry: the mirror beside it does. */
const REDRAW_EVERY_MS = 500;

/** What draws it is no small thing, and nothing that a first prediction should wait for. */
const canvasCode = () => import('./timeline-canvas');
const AHEAD_AFTER_MS = 3000;

/** Loads that before it is needed: the network may be gone by then. */
export const loadChartAhead = (): void =>
  void setTimeout(() => void canvasCode().catch(() => undefined), AHEAD_AFTER_MS);

/** The session as a chart. Pointer and arrow keys move along it; what stood there is told in words below. */
export class TimelineChart extends Widget {
  static override properties = {
    timeline: { attribute: false },
    labels: { attribute: false },
    pointed: { state: true },
  };
  declare timeline: Timeline;
  declare labels: readonly string[];
  declare pointed: number | null;
  #chart: Promise<Chart> | null = null;
  #columns: Columns = { time_s: [], shares: [], balance: [] };
  #drawn_ms = -Infinity;
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.pointed = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#due);
    this.#chart?.then(
      (chart) => chart.destroy(),
      () => undefined, // it never came
    );
    this.#chart = null;
  }

  protected override updated(): void {
    clearTimeout(this.#due);
    const wait_ms = this.#drawn_ms + REDRAW_EVERY_MS - performance.now();
    this.#due = setTimeout(() => void this.#draw(), Math.max(0, wait_ms));
  }

  async #draw(): Promise<void> {
    const host = this.querySelector<HTMLElement>('.chart');
    if (!host) return;
    this.#chart ??= canvasCode().then(({ draw }) =>
      draw(host, this.labels, (index) => (this.pointed = index)),
    );
    const chart = await this.#chart.catch(() => (this.#chart = null)); // asked for again when it is due again
    this.#drawn_ms = performance.now();
    if (!chart) return;
    this.#columns = columns(this.timeline, this.labels, MOST_COLUMNS);
    chart.show(
      this.#columns,
      this.timeline.marks.map((time_ms) => time_ms / 1000),
    );
  }

  #step(event: KeyboardEvent): void {
    const last = this.#columns.time_s.length - 1;
    const to = {
      ArrowLeft: (this.pointed ?? last + 1) - 1,
      ArrowRight: (this.pointed ?? -1) + 1,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    void this.#chart?.then((chart) => chart.point(Math.min(last, Math.max(0, to))));
  }

  protected override render() {
    const { time_s, shares } = this.#columns;
    const { pointed } = this;
    const known = pointed === null ? [] : shares.map((column) => column[pointed] ?? null);
    const time = pointed === null ? undefined : time_s[pointed];
    const said = time === undefined ? '' : momentAt(new Date(1000 * time), this.labels, known);
    return html`
      <div
        class="chart"
        role="slider"
        tabindex="0"
        aria-label=${m().session.moment}
        aria-valuemin="0"
        aria-valuemax=${Math.max(0, time_s.length - 1)}
        aria-valuenow=${pointed ?? 0}
        aria-valuetext=${said || m().session.noMoment}
        @keydown=${(event: KeyboardEvent) => this.#step(event)}
      ></div>
      <p class="detail" data-role="moment">${said || m().session.pointAtIt}</p>
      <p class="aside">${m().session.balance}</p>
    `;
  }
}
customElements.define('timeline-chart', TimelineChart);
