/** What the page shows, what people can ask for, and what can happen. Pure: no DOM, no clock, no camera. */
import { indexOf, type Backend, type Face, type FrameAnalysis, type Status } from './analysis';
import { OFF, type Answer, type CheckIn, type Settings } from './checkin/check-in';
import { NONE, type Judged, type Kept } from './corrections/correction';
import type { FailureReason } from './failure';
import type { Size } from './geometry';
import type { CameraSettings } from './input/camera';
import type { Place } from './input/film';
import { type StageTimes } from './latency';
import type { Manifest } from './manifest';
import type { Language } from './messages/current';
import type { NewVersion } from './offline/offline';
import type { Way } from './output/keep';
import type { Personal } from './teach/head';
import type { Lead } from './teach/lesson';
import { UNTAUGHT, wornOf, type Teaching, type TeachEvent } from './teach/teaching';
import { EMPTY, type Timeline } from './timeline/timeline';

export type Purpose = 'once' | 'stream';
export type Origin = 'camera' | 'photo' | 'film';

/** What stays the same once the model is there. */
export interface Model {
  readonly manifest: Manifest | null;
  readonly status: Status | null;
  /** Backends whose failure the visitor has read about. */
  readonly dismissed: readonly Backend[];
  /** What this session's streams have seen. */
  readonly timeline: Timeline;
  /** How this browser lets a picture be kept. */
  readonly ways: readonly Way[];
  /** How the moment taken last was kept; null as long as it was not. */
  readonly kept: Way | null;
  readonly checkIn: CheckIn;
  /** Whether a screen reader hears what changes. */
  readonly spoken: boolean;
  /** Whether the page's own files are kept on the device; null where the browser cannot. */
  readonly offline: boolean | null;
  readonly newVersion: NewVersion;
  readonly corrections: Kept;
  readonly teaching: Teaching;
  /** What the camera said of itself when it was opened last; null before. */
  readonly camera: CameraSettings | null;
  /** Whether there is another one to switch to. */
  readonly canSwitch: boolean;
  /** The face that the panel tells about, and whether the visitor chose it; null before there is any. */
  readonly followed: { readonly face: number; readonly chosen: boolean } | null;
  /** Whether the report was taken since it was last worth taking. */
  readonly reported: 'copied' | 'saved' | null;
}

/** One of several photos, judged or not to be read. */
export interface Shot {
  readonly name: string;
  /** Scaled down to be looked at; null where the file could not be read. */
  readonly picture: ImageBitmap | null;
  /** In the picture's pixels. */
  readonly faces: readonly Face[];
  /** As in a FrameAnalysis, one for each face. */
  readonly inputs: readonly Float32Array[];
  readonly failure: FailureReason | null;
}

export interface Album {
  readonly shots: readonly Shot[];
  /** Photos still to come. */
  readonly waiting: number;
  /** Photos that were too many. */
  readonly left: number;
  /** Films among them, which nobody can see at once. */
  readonly films: number;
}

/** A film that plays or has played, and where it is. */
export interface Film extends Place {
  readonly file: File;
  /** Other films that were offered with it. */
  readonly left: number;
  /** A film says nothing before it is asked to: the visitor may be in a quiet place. */
  readonly muted: boolean;
}

/** The last frame judged, and how long the frames of this run took. */
export interface Seen {
  readonly analysis: FrameAnalysis;
  readonly origin: Origin;
  readonly frames: number;
  /** Frames of the camera that were not judged, since others were being judged. */
  readonly missed: number;
  readonly samples: readonly StageTimes[];
}

export type State = Model &
  (
    | {
        readonly phase: 'loading';
        /** What the model says of itself, once that much is there. */
        readonly described?: Manifest;
      }
    | { readonly phase: 'ready' }
    | { readonly phase: 'asking'; readonly run: number; readonly purpose: Purpose }
    | {
        readonly phase: 'live';
        readonly run: number;
        readonly purpose: Purpose;
        readonly frame: Size;
        readonly seen: Seen | null;
        /** What is seen in place of the camera; it may stand still. */
        readonly film: Film | null;
      }
    | {
        readonly phase: 'paused';
        readonly seen: Seen;
        /** The film that it was seen in, closed: it can be played again. */
        readonly film: Film | null;
      }
    | { readonly phase: 'album'; readonly album: Album }
    | {
        readonly phase: 'failed';
        readonly reason: FailureReason;
        readonly detail: string;
      }
  );

/** What a person asks for; the widgets emit these. */
export type Intent =
  | { readonly type: 'predict-once' }
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'try-again' }
  | { readonly type: 'use-files'; readonly files: readonly File[] }
  | { readonly type: 'turn-film' }
  | { readonly type: 'seek-film'; readonly time_s: number }
  | { readonly type: 'mute-film'; readonly muted: boolean }
  | { readonly type: 'dismiss-note'; readonly backend: Backend }
  | { readonly type: 'use-backend'; readonly backend: Backend | null }
  | { readonly type: 'mark' }
  | { readonly type: 'save-timeline'; readonly format: 'csv' | 'json' }
  | { readonly type: 'forget' }
  | { readonly type: 'copy-report' }
  | { readonly type: 'switch-camera' }
  | { readonly type: 'follow'; readonly face: number }
  | { readonly type: 'moment-taken' }
  | { readonly type: 'use-language'; readonly language: Language }
  | { readonly type: 'set-spoken'; readonly spoken: boolean }
  | { readonly type: 'set-offline'; readonly offline: boolean }
  | { readonly type: 'take-new-version' }
  | { readonly type: 'set-check-in'; readonly settings: Settings }
  | { readonly type: 'answer-check-in'; readonly answer: Answer }
  | { readonly type: 'correct'; readonly judged: Judged; readonly label: string }
  | { readonly type: 'take-back-correction' }
  | { readonly type: 'save-corrections' }
  | { readonly type: 'delete-corrections' }
  | { readonly type: 'lead-lesson'; readonly lead: Lead }
  | { readonly type: 'use-learned' }
  | { readonly type: 'wear'; readonly on: boolean }
  | { readonly type: 'save-taught' }
  | { readonly type: 'open-taught'; readonly file: File }
  | { readonly type: 'delete-taught' }
  | { readonly type: 'keep-moment'; readonly way: Way; readonly picture: Blob; readonly time: Date };

/** What has happened; reduce() alone says what that changes. */
export type Event =
  | TeachEvent
  | { readonly type: 'load-started' }
  | { readonly type: 'described'; readonly manifest: Manifest }
  | { readonly type: 'loaded'; readonly manifest: Manifest; readonly status: Status }
  | { readonly type: 'status-changed'; readonly status: Status }
  | { readonly type: 'camera-asked'; readonly run: number; readonly purpose: Purpose }
  | {
      readonly type: 'camera-opened';
      readonly run: number;
      readonly frame: Size;
      readonly camera: CameraSettings;
      readonly canSwitch: boolean;
    }
  | { readonly type: 'film-opened'; readonly run: number; readonly frame: Size; readonly film: Film }
  | {
      readonly type: 'film-moved';
      readonly run: number;
      readonly place: Place;
      /** To another place, where other people may be. */
      readonly jumped: boolean;
    }
  | { readonly type: 'film-muted'; readonly muted: boolean }
  | { readonly type: 'once-asked' }
  | {
      readonly type: 'frame-analyzed';
      readonly run: number;
      readonly analysis: FrameAnalysis;
      /** Of Date.now(). */
      readonly time_ms: number;
    }
  | { readonly type: 'photo-analyzed'; readonly analysis: FrameAnalysis }
  | { readonly type: 'album-begun'; readonly count: number; readonly left: number; readonly films: number }
  | { readonly type: 'shot-judged'; readonly shot: Shot }
  | { readonly type: 'followed'; readonly face: number }
  | { readonly type: 'stopped' }
  | { readonly type: 'note-dismissed'; readonly backend: Backend }
  | { readonly type: 'marked'; readonly time_ms: number }
  | { readonly type: 'forgotten' }
  | { readonly type: 'report-taken'; readonly how: 'copied' | 'saved' }
  | { readonly type: 'moment-taken'; readonly ways: readonly Way[] }
  | { readonly type: 'moment-kept'; readonly way: Way }
  | { readonly type: 'spoken-set'; readonly spoken: boolean }
  | { readonly type: 'offline-set'; readonly offline: boolean | null }
  | { readonly type: 'new-version'; readonly version: NewVersion }
  | { readonly type: 'corrections-changed'; readonly corrections: Kept }
  | { readonly type: 'check-in-recalled'; readonly checkIn: CheckIn }
  | { readonly type: 'check-in-set'; readonly settings: Settings }
  | {
      readonly type: 'check-in-answered';
      readonly answer: Answer;
      readonly time_ms: number;
      /** The end of this day where the visitor is. */
      readonly midnight_ms: number;
    }
  | {
      readonly type: 'failed';
      readonly run?: number;
      readonly reason: FailureReason;
      readonly detail: string;
    };

export const initialState: State = {
  phase: 'loading',
  manifest: null,
  status: null,
  dismissed: [],
  timeline: EMPTY,
  ways: ['saved'],
  kept: null,
  checkIn: OFF,
  spoken: true,
  offline: null,
  newVersion: 'none',
  corrections: NONE,
  teaching: UNTAUGHT,
  camera: null,
  canSwitch: false,
  followed: null,
  reported: null,
};

/** True for the run that asked for the camera or opened a film and has not ended: results of any other run come too late. */
export const isCurrent = (state: State, run: number): boolean =>
  (state.phase === 'asking' || state.phase === 'live') && state.run === run;

/** The frame judged last, where the phase has one. */
export const seenIn = (state: State): Seen | null => ('seen' in state ? state.seen : null);

/** The film that plays or has played, where the phase has one. */
export const filmIn = (state: State): Film | null => ('film' in state ? state.film : null);

/** People know themselves from mirrors; what a photo, a film or a camera at the back of a phone shows, they know as it is. */
export const isMirrored = (state: State): boolean =>
  !filmIn(state) && seenIn(state)?.origin !== 'photo' && state.camera?.facingMode !== 'environment';

/** The face that the panel tells about, with the pixels the model saw of it; null where nobody is. */
export function followedIn(state: State): { face: Face; pixels: Float32Array | null } | null {
  const analysis = seenIn(state)?.analysis;
  if (!analysis) return null;
  const index = indexOf(analysis.faces, state.followed?.face ?? null);
  const face = analysis.faces[index];
  return face ? { face, pixels: analysis.inputs[index] ?? null } : null;
}

/** Whom the next frame is judged for; null where nobody has taught the page and nobody is about to. */
export function personalIn({ teaching, manifest, followed }: State): Personal | null {
  const head = wornOf(teaching, manifest)?.head ?? null;
  const collect = teaching.lesson?.step === 'acting';
  return head || collect ? { head, collect, face: followed?.face ?? null } : null;
}

/** The newer version to tell of: nobody is told in the middle of a stream or a lesson. */
export const newVersionIn = ({ phase, teaching, newVersion }: State): NewVersion =>
  phase === 'asking' || phase === 'live' || teaching.lesson ? 'none' : newVersion;

/** Backends that the page had counted on and has to do without, unless the visitor knows already. */
export const missingIn = ({ status, dismissed }: State): Backend[] => [
  ...new Set(
    (status?.passedOver ?? [])
      .filter(
        ({ backend, wasInUse }) => wasInUse && backend !== status?.backend && !dismissed.includes(backend),
      )
      .map(({ backend }) => backend),
  ),
];
