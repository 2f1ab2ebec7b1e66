/** The chart itself, apart from the widget around it so that its library loads only when there is something to chart. */
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { currentLanguage, m } from '../messages/current';
import type { Columns } from '../timeline/summary';
import { token } from './token';

const HEIGHT = 170;
/** A session that has just begun grows into the chart instead of being stretched over it. */
const SHORTEST_S = 30;
/** Between labels on the time axis; nobody reads milliseconds off it. */
const STEPS_S = [1, 5, 10, 15, 20, 30, 60, 300, 600, 1800, 3600];
const MARK_DASH = [3, 3];

export interface Chart {
  show(columns: Columns, marks_s: readonly number[]): void;
  /** Puts the cursor on a column, as arrow keys do. */
  point(index: number): void;
  destroy(): void;
}

/**
 * Draws shares stacked to a whole, and over them the balance as a line from -1 at the bottom to 1 at the top.
 *
 * @param onPoint hears which column the cursor is on, null where it left
 */
export function draw(
  host: HTMLElement,
  labels: readonly string[],
  onPoint: (index: number | null) => void,
): Chart {
  let marks_s: readonly number[] = [];
  const ink = () => token('--ink-soft');
  const plot = new UPlot(
    {
      width: host.clientWidth,
      height: HEIGHT,
      padding: [8, 40, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { range: (_, from, to) => [from, Math.max(to, from + SHORTEST_S)] },
        share: { range: [0, 1] },
        balance: { range: [-1, 1] },
      },
      axes: [
        {
          stroke: ink,
          grid: { show: false },
          ticks: { stroke: ink, width: 1, size: 4 },
          space: 76,
          size: 34,
          incrs: STEPS_S,
          values: (_, splits) =>
            splits.map((split) => new Date(1000 * split).toLocaleTimeString(currentLanguage())),
        },
        {
          scale: 'share',
          stroke: ink,
          grid: { stroke: () => token('--line'), width: 1 },
          ticks: { show: false },
          values: (_, splits) => splits.map((split) => m().common.percent(split)),
          splits: [0, 0.5, 1],
          size: 48,
        },
      ],
      series: [
        {},
        ...labels.map((label, i) => ({
          label,
          scale: 'share',
          width: 0,
          fill: () => token(`--expression-${i % 7}`),
          points: { show: false },
        })),
        {
          label: 'balance',
          scale: 'balance',
          width: 2,
          stroke: () => token('--ink'),
          points: { show: false },
        },
      ],
      // Each share is filled down to the one below it; the first one down to the floor.
      bands: labels.slice(1).map((_, i) => ({ series: [i + 2, i + 1] })),
      hooks: {
        setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)],
        draw: [
          ({ ctx, bbox, valToPos }) => {
            ctx.save();
            ctx.strokeStyle = token('--ink');
            ctx.setLineDash(MARK_DASH);
            for (const mark of marks_s) {
              const x = Math.round(valToPos(mark, 'x', true));
              ctx.beginPath();
              ctx.moveTo(x, bbox.top);
              ctx.lineTo(x, bbox.top + bbox.height);
              ctx.stroke();
            }
            ctx.restore();
          },
        ],
      },
    },
    [[], ...labels.map(() => []), []],
    host,
  );
  const resized = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: HEIGHT }));
  resized.observe(host);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => plot.redraw();
  dark.addEventListener('change', redraw);
  return {
    show({ time_s, shares, balance }, marks) {
      marks_s = marks;
      const sums = time_s.map(() => 0);
      const stacked = shares.map((column) =>
        column.map((share, i) => (share === null ? null : (sums[i] = (sums[i] ?? 0) + share))),
      );
      plot.setData([[...time_s], ...stacked, [...balance]]);
    },
    point(index) {
      const time_s = plot.data[0][index];
      if (time_s !== undefined) plot.setCursor({ left: plot.valToPos(time_s, 'x'), top: 0 });
    },
    destroy() {
      resized.disconnect();
      dark.removeEventListener('change', redraw);
      plot.destroy();
    },
  };
}
