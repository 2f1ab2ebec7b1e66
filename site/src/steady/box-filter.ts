import { OneEuroFilter } from '1eurofilter';
import type { Box } from '../geometry';
import { centre, faceSize } from './motion';

/** Only until the second sample: from then on the time stamps say it. */
const FIRST_GUESS_HZ = 30;
/** A face at rest follows the detector with 160 ms delay, which takes three fifths off its trembling at 30 Hz. */
const MINIMUM_CUTOFF_HZ = 1;
/** Hz for each face a second: a moving box lags 1 / (2π · 3) = 5 % of the face behind, however fast it goes. */
const BETA = 3;

/**
 * Steadies a box with the One Euro filter (Casiez, Roussel, Vogel: "1€ Filter", CHI 2012), the authors' own package. Centre
 * and size are filtered, not edges, so that trembling edges do not breathe; the centre in faces, so that near and far faces
 * are steadied alike; width and height as logarithms, so that no filtered box can turn inside out.
 */
export class BoxFilter {
  readonly #unit: number;
  readonly #x = axis();
  readonly #y = axis();
  readonly #logWidth = axis();
  readonly #logHeight = axis();

  constructor(firstBox: Box) {
    this.#unit = faceSize(firstBox);
  }

  filter(box: Box, time_ms: number): Box {
    const seconds = time_ms / 1000;
    const [x, y] = centre(box);
    const width = Math.exp(this.#logWidth.filter(Math.log(box[2]), seconds));
    const height = Math.exp(this.#logHeight.filter(Math.log(box[3]), seconds));
    const smoothX = this.#x.filter(x / this.#unit, seconds) * this.#unit;
    const smoothY = this.#y.filter(y / this.#unit, seconds) * this.#unit;
    return [smoothX - width / 2, smoothY - height / 2, width, height];
  }
}

const axis = () => new OneEuroFilter(FIRST_GUESS_HZ, MINIMUM_CUTOFF_HZ, BETA);
