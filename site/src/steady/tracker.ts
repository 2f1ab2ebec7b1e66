import { area, iou, type Box } from '../geometry';
import { assign } from './assignment';
import { BoxFilter } from './box-filter';
import { AT_REST, distance, isUsable, moved, nextVelocity, type Velocity } from './motion';

/** One face through time. */
export interface Track {
  /** 1, 2, 3, …: never given twice by one tracker. */
  readonly id: number;
  /** Smoothed, in pixels of the frame; where the detector did not run or found nothing, moved on at the last velocity. */
  readonly box: Box;
  /** Since it was first found. */
  readonly age_ms: number;
  /** Since it was last found; 0 as long as every run of the detector finds it. */
  readonly lostFor_ms: number;
  /** The last detections found it where it was expected, so the box can be trusted without detecting. */
  readonly certain: boolean;
  /** The very box it was found in, where the detector looked at this frame; null otherwise. */
  readonly found: Box | null;
}

export const MOST_FACES = 8;
/** A face the detector misses (turned away, hidden) keeps its identity this long. */
export const SURVIVES_LOSS_MS = 500;
/** With no run of the detector at all for this long (hidden tab), nobody knows who is there now. Longer than loss, since on a
 *  slow device runs may be a second apart without anyone having been missed. */
export const SURVIVES_BLINDNESS_MS = 2000;
/** In faces, from where it was expected to where it was found: more than overlap needs, for a jerk of head or camera. Farther
 *  off it is likelier that one face has gone and another come. */
const REACH = 1.5;
/** As if half a face farther off: where two people pass each other, the hidden one must not take the other's detections. */
const LOST_COST = 0.5 ** 2;
/** What the farthest pair costs: every pair within reach is better than none. */
const COST_OF_NONE = REACH ** 2 + 1 + LOST_COST;
/** In faces: a box that has jumped so far is somewhere else, and smoothing would only drag it across the picture. */
const JUMP = 1;
/** IoU of expected and found box: 0.7 is a shift by 18 % of the face, as far off as a crop may be that is taken without looking. */
const AGREEMENT_IOU = 0.7;
/** Detections in a row that must agree before a track is certain: two may be chance. */
const AGREEMENTS = 3;

interface Followed {
  readonly id: number;
  readonly born_ms: number;
  readonly seen_ms: number;
  /** By the last run of the detector. */
  readonly found: boolean;
  readonly agreements: number;
  readonly detected: Box;
  readonly smoothed: Box;
  readonly velocity: Velocity;
  readonly filter: BoxFilter;
}

/** Follows up to eight faces from frame to frame; identities are as steady as the detections allow, boxes steadier. */
export class Tracker {
  #followed: readonly Followed[] = [];
  #lastId = 0;
  #time_ms = -Infinity;

  /** Takes what the detector found in the frame of `time_ms`, in any order; boxes that are none (NaN, less than a pixel) are ignored. */
  update(detections: readonly { readonly box: Box }[], time_ms: number): readonly Track[] {
    if (time_ms < this.#time_ms) this.#followed = []; // another clock: what was known is of another time
    this.#time_ms = time_ms;
    const boxes = detections
      .map(({ box }) => box)
      .filter(isUsable)
      .sort(byPlace);
    const known = this.#followed.filter((face) => isAlive(face, time_ms));
    const { seen, missed, left } = pair(known, boxes, time_ms);
    const newcomers = left.slice(0, MOST_FACES - seen.length).map((box) => this.#meet(box, time_ms));
    const lost = missed.filter((face) => isAlive(face, time_ms)).sort(latestFirst);
    this.#followed = [...seen, ...newcomers, ...lost].slice(0, MOST_FACES).sort((a, b) => a.id - b.id);
    return this.predict(time_ms);
  }

  /** Another scene: nobody from before is there. Identities go on, so that newcomers are not taken for them. */
  forget(): void {
    this.#followed = [];
  }

  /** Where the faces are expected in a frame that the detector did not look at. In order of id; changes nothing. */
  predict(time_ms: number): readonly Track[] {
    return this.#followed
      .filter((face) => isAlive(face, time_ms))
      .map((face) => ({
        id: face.id,
        box: expected(face, time_ms),
        age_ms: Math.max(0, time_ms - face.born_ms),
        lostFor_ms: face.found ? 0 : time_ms - face.seen_ms,
        certain: face.found && face.agreements >= AGREEMENTS && time_ms - face.seen_ms <= SURVIVES_LOSS_MS,
        found: face.found && face.seen_ms === time_ms ? face.detected : null,
      }));
  }

  #meet(box: Box, time_ms: number): Followed {
    const motion = { detected: box, velocity: AT_REST, ...startFilter(box, time_ms) };
    return { id: ++this.#lastId, born_ms: time_ms, seen_ms: time_ms, found: true, agreements: 0, ...motion };
  }
}

/** Largest first, then from left to right: an order of the boxes' own, so the detector's does not matter. */
const byPlace = (a: Box, b: Box): number =>
  area(b) - area(a) || a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];

const latestFirst = (a: Followed, b: Followed): number => b.seen_ms - a.seen_ms || a.id - b.id;

const isAlive = ({ found, seen_ms }: Followed, time_ms: number): boolean =>
  time_ms - seen_ms <= (found ? SURVIVES_BLINDNESS_MS : SURVIVES_LOSS_MS);

function startFilter(box: Box, time_ms: number): Pick<Followed, 'filter' | 'smoothed'> {
  const filter = new BoxFilter(box);
  return { filter, smoothed: filter.filter(box, time_ms) };
}

/** Where the face should be; velocity says nothing about times further off than a face may be lost. */
function expected({ smoothed, velocity, seen_ms }: Followed, time_ms: number): Box {
  const elapsed_ms = Math.min(Math.max(0, time_ms - seen_ms), SURVIVES_LOSS_MS);
  return moved(smoothed, velocity, elapsed_ms);
}

/** Distance squared, so that many small moves beat one large; overlap on top, which also tells shapes apart. */
function cost(face: Followed, box: Box, time_ms: number): number {
  const place = expected(face, time_ms);
  const faces = distance(place, box);
  if (faces > REACH) return Infinity;
  return faces ** 2 + (1 - iou(place, box)) + (face.found ? 0 : LOST_COST);
}

/** Who of `faces` is in which of `boxes`, who is missed, and which boxes are left. */
function pair(faces: readonly Followed[], boxes: readonly Box[], time_ms: number) {
  const costs = faces.map((face) => boxes.map((box) => cost(face, box, time_ms)));
  const boxOf = new Map(assign(costs, COST_OF_NONE).map(({ row, column }) => [faces[row], boxes[column]]));
  const taken = new Set(boxOf.values());
  return {
    seen: faces.flatMap((face) => found(face, boxOf.get(face), time_ms) ?? []),
    missed: faces
      .filter((face) => !boxOf.has(face))
      .map((face) => ({ ...face, found: false, agreements: 0 })),
    left: boxes.filter((box) => !taken.has(box)),
  };
}

function found(face: Followed, box: Box | undefined, time_ms: number): Followed | null {
  if (!box) return null;
  const agrees = iou(expected(face, time_ms), box) >= AGREEMENT_IOU;
  const seen = {
    ...face,
    found: true,
    seen_ms: time_ms,
    agreements: agrees ? face.agreements + 1 : 0,
    detected: box,
  };
  if (distance(face.smoothed, box) > JUMP) {
    return { ...seen, velocity: AT_REST, ...startFilter(box, time_ms) };
  }
  const velocity = nextVelocity(face.velocity, face.detected, box, time_ms - face.seen_ms);
  return { ...seen, velocity, smoothed: face.filter.filter(box, time_ms) };
}
