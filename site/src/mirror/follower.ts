import { indexOf, type Face } from '../analysis';
import type { Seen } from '../engine/protocol';
import { area, type Box, type Place } from '../geometry';
import { changedRatio } from '../steady/change';
import { NO_PLAN, plan, type Plan } from '../steady/schedule';
import { Steady } from '../steady/steady';
import { Tracker, type Track } from '../steady/tracker';
import { Recent } from './recent';

/** What one stream knows of its faces: who is who, what they have looked like, and when to detect anew. */
export class Follower {
  readonly #tracker = new Tracker();
  readonly #steady = new Steady();
  readonly #detect_ms = new Recent();
  readonly #classify_ms = new Recent();
  readonly #frameInterval_ms = new Recent();
  #plan: Plan = NO_PLAN;
  #asked: readonly Track[] = [];
  /** When they were last judged, by identity. */
  #tilts = new Map<number, number>();
  #crops = new Map<number, Float32Array>();
  #changed_ratio = 0;

  /** The next frame is of another scene, with other people. */
  forget(): void {
    this.#tracker.forget();
  }

  /**
   * Where to judge faces in the frame of `time_ms`, or null where it has to be searched for them.
   *
   * @param frameInterval_ms time from the camera's frame before to this one, null for the first
   */
  ask(time_ms: number, frameInterval_ms: number | null): readonly Place[] | null {
    if (frameInterval_ms !== null) this.#frameInterval_ms.add(frameInterval_ms);
    const tracks = this.#tracker.predict(time_ms);
    this.#plan = plan(this.#plan, {
      time_ms,
      tracks,
      changed_ratio: this.#changed_ratio,
      detect_ms: this.#detect_ms.median,
      classify_ms: this.#classify_ms.median,
      frameInterval_ms: this.#frameInterval_ms.median,
    });
    this.#asked = tracks.filter(({ lostFor_ms }) => lostFor_ms === 0);
    return this.#plan.detect
      ? null
      : this.#asked.map(({ id, box }) => ({ box, tilt: this.#tilts.get(id) ?? 0 }));
  }

  /**
   * Takes what was seen in the frame last asked about; the faces, largest first, and which row of `seen` each one is.
   *
   * @param face the one that is judged by what was learned of it, where anything was
   */
  take(
    { boxes, tilts, probabilities, personal, inputs, detect_ms, crop_ms, classify_ms }: Seen,
    time_ms: number,
    byLabel: (probabilities: readonly number[]) => Record<string, number>,
    face: number | null,
  ): { faces: Face[]; rows: number[] } {
    if (this.#plan.detect) this.#detect_ms.add(detect_ms);
    if (boxes.length > 0) this.#classify_ms.add(crop_ms + classify_ms);
    const found = this.#plan.detect
      ? this.#tracker.update(
          boxes.map((box) => ({ box })),
          time_ms,
        )
      : this.#asked;
    const judged = found
      .map((track, i) => ({ track, row: this.#plan.detect ? boxes.indexOf(track.found ?? NOWHERE) : i }))
      .filter(({ row }) => row >= 0)
      .sort((a, b) => area(b.track.box) - area(a.track.box));
    const rows = judged.map(({ row }) => row);
    this.#tilts = new Map(judged.map(({ track: { id }, row }) => [id, tilts[row] ?? 0]));
    const known = indexOf(
      judged.map(({ track }) => track),
      face,
    );
    const steady = this.#steady.update(
      judged.map(({ track: { id }, row }, i) => ({
        id,
        probabilities: byLabel((i === known ? personal[row] : null) ?? probabilities[row] ?? []),
      })),
      time_ms,
    );
    this.#compare(judged.map(({ track: { id }, row }) => [id, inputs[row] ?? new Float32Array()]));
    const faces = steady.map((face, i) => ({ ...face, box: judged[i]?.track.box ?? NOWHERE }));
    return { faces, rows };
  }

  #compare(crops: readonly (readonly [id: number, crop: Float32Array])[]): void {
    const changes = crops.map(([id, crop]) => changedRatio(this.#crops.get(id) ?? crop, crop));
    this.#changed_ratio = Math.max(0, ...changes);
    this.#crops = new Map(crops);
  }
}

const NOWHERE: Box = [0, 0, 0, 0];
