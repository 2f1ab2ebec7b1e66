/** How events change what the page shows. Pure: no DOM, no clock, no camera. */
import type { Face, FrameAnalysis } from './analysis';
import { answered, considered, OFF } from './checkin/check-in';
import { NONE, settled } from './corrections/correction';
import { remember, type StageTimes } from './latency';
import { initialState, isCurrent, type Event, type Model, type Origin, type Seen, type State } from './state';
import { interrupted, shown, taught, UNTAUGHT } from './teach/teaching';
import { EMPTY, withFrame, withMark } from './timeline/timeline';

/** The initial state is nothing but the model and its phase, so its keys tell which part of any state goes on. */
const MODEL = Object.keys(initialState).filter((key) => key !== 'phase') as (keyof Model)[];

const modelOf = (state: State): Model =>
  Object.fromEntries(MODEL.map((key) => [key, state[key]])) as unknown as Model;

/** What loading anew does not change. */
const lasting = ({ timeline, checkIn, corrections, spoken, offline, newVersion, teaching }: State) => ({
  timeline,
  checkIn,
  corrections,
  spoken,
  offline,
  newVersion,
  teaching: interrupted(teaching),
});

function seeNext(before: Seen | null, analysis: FrameAnalysis, origin: Origin): Seen {
  const { detect_ms, crop_ms, classify_ms, total_ms } = analysis.timings;
  // Three stages for people: finding the face, all that it takes to name the expression, and handing pictures to and fro.
  const classify = crop_ms + classify_ms;
  const times: StageTimes = {
    detect: detect_ms,
    classify,
    carry: total_ms - detect_ms - classify,
    total: total_ms,
  };
  return {
    analysis,
    origin,
    frames: (before?.frames ?? 0) + 1,
    missed: (before?.missed ?? 0) + analysis.missed,
    samples: remember(before?.samples ?? [], times),
  };
}

/** Who was followed stays it while in view, since the largest of two faces changes from frame to frame; whom the visitor chose, for good. */
function followNext(followed: State['followed'], faces: readonly Face[]): State['followed'] {
  if (followed?.chosen || faces.some(({ id }) => id === followed?.face)) return followed;
  const [largest] = faces;
  return largest ? { face: largest.id, chosen: false } : null;
}

export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case 'load-started':
      return { ...initialState, ...lasting(state) };
    case 'described':
      return state.phase === 'loading' ? { ...state, described: event.manifest } : state;
    case 'loaded':
      return {
        ...initialState,
        ...lasting(state),
        phase: 'ready',
        manifest: event.manifest,
        status: event.status,
      };
    case 'status-changed':
      return { ...state, status: event.status };
    case 'camera-asked':
      if (!state.manifest) return state;
      return {
        ...modelOf(state),
        followed: null,
        corrections: settled(state.corrections),
        phase: 'asking',
        run: event.run,
        purpose: event.purpose,
      };
    case 'camera-opened':
      if (state.phase !== 'asking' || state.run !== event.run) return state;
      return {
        ...state,
        phase: 'live',
        frame: event.frame,
        camera: event.camera,
        canSwitch: event.canSwitch,
        reported: null,
        seen: null,
        film: null,
      };
    case 'film-opened': {
      const { run, frame, film } = event;
      return {
        ...modelOf(state),
        followed: null,
        canSwitch: false,
        phase: 'live',
        run,
        purpose: 'stream',
        frame,
        seen: null,
        film,
      };
    }
    case 'film-moved': {
      if (state.phase !== 'live' || state.run !== event.run || !state.film) return state;
      const followed = event.jumped ? null : state.followed;
      return { ...state, followed, film: { ...state.film, ...event.place } };
    }
    case 'film-muted':
      return 'film' in state && state.film
        ? { ...state, film: { ...state.film, muted: event.muted } }
        : state;
    case 'once-asked':
      return state.phase === 'live' ? { ...state, purpose: 'once' } : state;
    case 'frame-analyzed': {
      if (state.phase !== 'live' || state.run !== event.run) return state;
      const seen = seeNext(state.seen, event.analysis, state.film ? 'film' : 'camera');
      const followed = followNext(state.followed, event.analysis.faces);
      if (state.purpose === 'once') return { ...state, seen, followed };
      const teaching = shown(
        state.teaching,
        event.analysis,
        event.time_ms,
        state.manifest?.labels.length ?? 0,
      );
      // What is acted for a lesson is nothing that the session has seen.
      if (state.teaching.lesson?.step === 'acting') return { ...state, seen, followed, teaching };
      const timeline = withFrame(state.timeline, event.analysis, event.time_ms);
      // Between two moments nothing new has lasted.
      const { checkIn } = state;
      const next = timeline === state.timeline ? checkIn : considered(checkIn, timeline, event.time_ms);
      return { ...state, seen, followed, timeline, checkIn: next };
    }
    case 'photo-analyzed':
      return {
        ...modelOf(state),
        followed: null,
        corrections: settled(state.corrections),
        phase: 'paused',
        seen: seeNext(null, event.analysis, 'photo'),
        film: null,
      };
    case 'album-begun': {
      const { count: waiting, left, films } = event;
      return { ...modelOf(state), phase: 'album', album: { shots: [], waiting, left, films } };
    }
    case 'shot-judged': {
      if (state.phase !== 'album') return state;
      const { shots, waiting } = state.album;
      return { ...state, album: { ...state.album, shots: [...shots, event.shot], waiting: waiting - 1 } };
    }
    case 'followed':
      return { ...state, followed: { face: event.face, chosen: true } };
    case 'stopped': {
      const teaching = interrupted(state.teaching);
      if (state.phase === 'live' && state.seen) {
        const film = state.film && { ...state.film, playing: false };
        return { ...modelOf(state), teaching, phase: 'paused', seen: state.seen, film };
      }
      if (state.phase === 'live' || state.phase === 'asking')
        return { ...modelOf(state), teaching, phase: 'ready' };
      return state;
    }
    case 'note-dismissed':
      return { ...state, dismissed: [...state.dismissed, event.backend] };
    case 'marked':
      return { ...state, timeline: withMark(state.timeline, event.time_ms) };
    case 'moment-taken':
      return { ...state, ways: event.ways, kept: null };
    case 'moment-kept':
      return { ...state, kept: event.way };
    case 'spoken-set':
      return { ...state, spoken: event.spoken };
    case 'offline-set':
      return { ...state, offline: event.offline };
    case 'new-version':
      return { ...state, newVersion: event.version };
    case 'corrections-changed':
      return { ...state, corrections: event.corrections };
    case 'check-in-recalled':
      return { ...state, checkIn: event.checkIn };
    case 'check-in-set':
      return { ...state, checkIn: { ...state.checkIn, settings: event.settings, shown: 'nothing' } };
    case 'check-in-answered':
      return {
        ...state,
        checkIn: answered(state.checkIn, event.answer, event.time_ms, event.midnight_ms),
      };
    case 'lesson-led':
    case 'lesson-learned':
    case 'lesson-failed':
    case 'taught':
      return { ...state, teaching: taught(state.teaching, event, state.manifest?.labels.length ?? 0) };
    case 'report-taken':
      return { ...state, reported: event.how };
    case 'forgotten':
      return {
        ...modelOf(state),
        timeline: EMPTY,
        checkIn: OFF,
        spoken: true,
        corrections: NONE,
        teaching: UNTAUGHT,
        phase: state.manifest ? 'ready' : 'loading',
      };
    case 'failed': {
      if (event.run !== undefined && !isCurrent(state, event.run)) return state;
      const teaching = interrupted(state.teaching);
      const { reason, detail } = event;
      return { ...modelOf(state), teaching, phase: 'failed', reason, detail };
    }
  }
}
