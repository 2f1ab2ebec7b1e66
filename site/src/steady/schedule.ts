/** On which frames the face detector has to run: the dearest stage, and the least needed while nobody moves. Pure. */
import type { Track } from './tracker';

/** No frame stream goes longer without detection: a second person who comes in is found within this time. */
export const LONGEST_GAP_MS = 250;
/** While certain, every 3rd frame at least, a tenth of a second at a 30 Hz camera: certain is who was found where he was expected
 *  three times in a row, over as many frames. At rest up to every 8th: at 30 Hz the longest gap comes first, at 60 Hz the 8th frame
 *  comes after 133 ms and the detector is already below an eighth of its cost. */
const FEWEST_FRAMES = 3;
const MOST_FRAMES = 8;
/** Rest must last this long for each further frame without detection: 2.5 s from every 3rd frame to every 8th. */
const TRUST_GROWS_EVERY_MS = 500;
/** Share of the crop's pixels: a mouth and eyes that move change less, a head that turns or leaves changes more. Chosen by
 *  that reasoning, not yet measured on a camera. */
export const CHANGED_RATIO = 0.25;
/** Someone who has just gone is likely to come back at once; after a second without anyone the battery counts more. */
const PATIENCE_MS = 1000;
/** Ten looks a second for an empty room: a face that appears is there within three frames of a 30 Hz camera. */
export const EMPTY_ROOM_GAP_MS = 100;
/** Cameras do not keep time exactly; a frame this much of an interval too early still counts as the due one. */
const EARLY_RATIO = 0.1;

/** What is known when a frame arrives. */
export interface Moment {
  readonly time_ms: number;
  /** Where the faces are expected in this frame: `Tracker.predict`. */
  readonly tracks: readonly Pick<Track, 'certain'>[];
  /** Share of pixels, 0..1, that changed visibly in the tracked crops since the last frame; the largest of all tracks. */
  readonly changed_ratio: number;
  /** Measured medians of the two stages; 0 as long as nothing was measured. */
  readonly detect_ms: number;
  readonly classify_ms: number;
  /** From one frame of the camera to the next. */
  readonly frameInterval_ms: number;
}

/** The decision for one frame, and what the next decision needs to know. */
export interface Plan {
  /** Run the detector on this frame. */
  readonly detect: boolean;
  /** When the detector ran last, this frame included; null before its first run. */
  readonly detected_ms: number | null;
  /** Frames since then. */
  readonly frames: number;
  /** Since when every face is certain and at rest; null while that is not so. */
  readonly calmSince_ms: number | null;
  /** Since when nobody is there. */
  readonly emptySince_ms: number | null;
}

/** Before the first frame. */
export const NO_PLAN: Plan = {
  detect: false,
  detected_ms: null,
  frames: 0,
  calmSince_ms: null,
  emptySince_ms: null,
};

/** The plan for the frame of this moment, after the plan for the frame before it. Assumes that each plan is carried out. */
export function plan(before: Plan, moment: Moment): Plan {
  const { time_ms, tracks, changed_ratio } = moment;
  const empty = tracks.length === 0;
  const certain = !empty && tracks.every((track) => track.certain);
  const calm = certain && changed_ratio < CHANGED_RATIO;
  const now = {
    frames: before.frames + 1,
    detected_ms: before.detected_ms,
    emptySince_ms: empty ? (before.emptySince_ms ?? time_ms) : null,
    calmSince_ms: calm ? (before.calmSince_ms ?? time_ms) : null,
  };
  return isDue(now, certain, moment)
    ? { ...now, detect: true, detected_ms: time_ms, frames: 0 }
    : { ...now, detect: false };
}

function isDue(now: Omit<Plan, 'detect'>, certain: boolean, moment: Moment): boolean {
  if (now.detected_ms === null) return true;
  const since_ms = moment.time_ms - now.detected_ms;
  if (since_ms < 0 || since_ms + untilNextFrame_ms(moment) > LONGEST_GAP_MS) return true;
  if (now.emptySince_ms !== null) {
    const gap_ms = moment.time_ms - now.emptySince_ms < PATIENCE_MS ? 0 : emptyRoomGap_ms(moment);
    return since_ms >= gap_ms - EARLY_RATIO * moment.frameInterval_ms;
  }
  const wanted = certain ? framesOfTrust(moment.time_ms - (now.calmSince_ms ?? moment.time_ms)) : 1;
  return now.frames >= Math.max(wanted, framesAffordable(moment));
}

/** A frame that arrives while another is being classified is dropped, so on a slow device the next one is further off. */
const untilNextFrame_ms = ({ frameInterval_ms, classify_ms }: Moment): number =>
  Math.max(frameInterval_ms, classify_ms);

/** The detector rests at least as long as it works. */
const emptyRoomGap_ms = ({ detect_ms }: Moment): number => Math.max(EMPTY_ROOM_GAP_MS, 2 * detect_ms);

const framesOfTrust = (calm_ms: number): number =>
  Math.min(MOST_FRAMES, FEWEST_FRAMES + Math.floor(calm_ms / TRUST_GROWS_EVERY_MS));

/** Detecting every n-th frame costs detect_ms / n a frame, which must fit beside the classifier: the least such n. */
function framesAffordable({ detect_ms, classify_ms, frameInterval_ms }: Moment): number {
  const spare_ms = frameInterval_ms - classify_ms;
  if (detect_ms <= spare_ms) return 1;
  return spare_ms <= 0 ? MOST_FRAMES : Math.min(MOST_FRAMES, Math.ceil(detect_ms / spare_ms));
}
