import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Card, Reliability } from '../../about/card';
import { binNear, bins, calibrationError, type Bin } from '../../about/figures';
import { percent, percents, points, w } from '../../about/words';
import { decimal, whole } from '../../messages/numbers';
import { tableInstead, type Table } from './parts';

/** The example that is told in words is about faces that the model is about so sure of. */
const EXAMPLE = 0.7;

/** In units of the picture: where 0 and 100 % lie, and the strip below that shows how many faces there were. */
const WIDTH = 330;
const HEIGHT = 330;
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 312, 10, 226];
const [STRIP_TOP, STRIP_BOTTOM] = [236, 276];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

const x = (share: number): number => LEFT + share * (RIGHT - LEFT);
const y = (share: number): number => BOTTOM - share * (BOTTOM - TOP);

/** Whether the model may be believed when it says how sure it is. */
export function reliability({ evaluation }: Card): TemplateResult {
  const { temperature, calibration } = evaluation;
  const { before, after } = calibration.PrivateTest;
  const { sure } = w();
  const example = binNear(bins(after), EXAMPLE);
  const [afterApart, beforeApart] = [after, before].map((each) => points(calibrationError(bins(each))));
  return html`
    <p>
      ${sure.idea}
      ${example ? sure.example(percent(example.said, 0), percent(example.right, 0), whole(example.faces)) : ''}
    </p>
    <p>
      ${(temperature < 1 ? sure.tooModest : sure.tooSure)(decimal(temperature, 3))}
      ${sure.apart(afterApart ?? '', beforeApart ?? '')}
    </p>
    <div class="diagrams">${diagram(before, sure.before)} ${diagram(after, sure.after)}</div>
    <p class="aside">${sure.howToRead}</p>
    ${tableInstead(tableOf(before, sure.before), tableOf(after, sure.after))}
  `;
}

function tableOf(measured: Reliability, caption: string): Table {
  const { said, faces, mean, right, interval } = w().sure.columns;
  return {
    caption,
    columns: [said, faces, mean, right, interval],
    rows: bins(measured).map((bin) => [
      percents([bin.from, bin.to], 0),
      whole(bin.faces),
      percent(bin.said, 1),
      percent(bin.right, 1),
      percents(bin.interval, 0),
    ]),
  };
}

function diagram(measured: Reliability, name: string): TemplateResult {
  const all = bins(measured);
  const most = Math.max(1, ...all.map(({ faces }) => faces));
  const { sure } = w();
  return html`<figure>
    <figcaption>${name}</figcaption>
    <svg
      class="reliability"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label=${sure.picture(name, points(calibrationError(all)))}
    >
      ${TICKS.map(tick)}
      <line class="ideal" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)} />
      ${all.map((bin) => column(bin, most))} ${all.map(dot)}
      <text class="axis" x=${(LEFT + RIGHT) / 2} y=${HEIGHT - 6}>${sure.said}</text>
      <text class="axis" transform="translate(12 ${(TOP + BOTTOM) / 2}) rotate(-90)">${sure.right}</text>
    </svg>
  </figure>`;
}

const tick = (share: number): SVGTemplateResult => svg`
  <line class="grid" x1=${x(0)} y1=${y(share)} x2=${x(1)} y2=${y(share)} />
  <line class="grid" x1=${x(share)} y1=${y(0)} x2=${x(share)} y2=${y(1)} />
  <text class="tick" text-anchor="end" x=${LEFT - 5} y=${y(share) + 4}>${percent(share, 0)}</text>
  <text class="tick" text-anchor="middle" x=${x(share)} y=${STRIP_BOTTOM + 16}>${percent(share, 0)}</text>
`;

const column = ({ from, to, faces }: Bin, most: number): SVGTemplateResult => {
  const height = (faces / most) * (STRIP_BOTTOM - STRIP_TOP);
  return svg`<rect class="faces" x=${x(from) + 1} y=${STRIP_BOTTOM - height} width=${x(to) - x(from) - 2} height=${height} />`;
};

const dot = ({ said, right, interval: [low, high] }: Bin): SVGTemplateResult => svg`
  <line class="reach" x1=${x(said)} y1=${y(low)} x2=${x(said)} y2=${y(high)} />
  <circle class="dot" cx=${x(said)} cy=${y(right)} r="4" />
`;
