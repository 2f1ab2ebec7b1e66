import { describe, expect, test } from 'vitest';
import type { Backend, PassedOver } from '../src/analysis';
import type { CameraSettings } from '../src/input/camera';
import {
  filmIn,
  followedIn,
  initialState,
  isMirrored,
  missingIn,
  seenIn,
  type Event,
  type Shot,
  type State,
} from '../src/state';
import { reduce } from '../src/reduce';
import { analysisOf, manifest, statusOf } from './fixtures';

const after = (...events: Event[]): State => events.reduce(reduce, initialState);
const loaded: Event = { type: 'loaded', manifest, status: statusOf() };
const frame = { width: 640, height: 480 };
const asked = (run = 1, purpose: 'once' | 'stream' = 'stream'): Event => ({
  type: 'camera-asked',
  run,
  purpose,
});
const opened = (run = 1): Event => ({
  type: 'camera-opened',
  run,
  frame,
  camera: { width: 640, height: 480, frameRate: 30 },
  canSwitch: false,
});
const saw = (label: string, run = 1, time_ms = 0): Event => ({
  type: 'frame-analyzed',
  run,
  analysis: analysisOf(label),
  time_ms,
});
const stopped: Event = { type: 'stopped' };
const lost = (run?: number): Event => ({
  type: 'failed',
  reason: 'camera-lost',
  detail: 'gone',
  ...(run === undefined ? {} : { run }),
});

describe('the usual way', () => {
  test('goes from loading to ready, asking, live and, stopped, to the last picture', () => {
    const events = [loaded, asked(), opened(), saw('happy'), stopped];
    const phases = events.map((_, i) => after(...events.slice(0, i + 1)).phase);
    expect(phases).toEqual(['ready', 'asking', 'live', 'live', 'paused']);
    expect(seenIn(after(...events))?.analysis.faces[0]?.label).toBe('happy');
  });

  test('counts frames and their times, cropping as part of naming the expression', () => {
    const seen = seenIn(after(loaded, asked(), opened(), saw('happy'), saw('sad')));
    expect(seen?.frames).toBe(2);
    expect(seen?.samples.at(-1)).toEqual({ detect: 7, classify: 4, carry: 1, total: 12 });
  });

  test('starts counting anew with every run', () => {
    expect(
      seenIn(after(loaded, asked(), opened(), saw('sad'), stopped, asked(2), opened(2), saw('happy', 2)))
        ?.frames,
    ).toBe(1);
  });

  test('a single prediction may be asked for while streaming', () => {
    expect(after(loaded, asked(), opened(), { type: 'once-asked' })).toMatchObject({
      phase: 'live',
      purpose: 'once',
    });
  });

  test('a photo shows its result without a camera', () => {
    const state = after(loaded, { type: 'photo-analyzed', analysis: analysisOf('fear') });
    expect(state.phase).toBe('paused');
    expect(seenIn(state)?.origin).toBe('photo');
  });
});

describe('what comes too late', () => {
  test('a result of an ended run changes nothing', () => {
    const paused = after(loaded, asked(), opened(), saw('happy'), stopped);
    expect(reduce(paused, saw('angry'))).toBe(paused);
  });

  test('a result of the run before changes nothing in the next', () => {
    const live = after(loaded, asked(), opened(), saw('happy'), stopped, asked(2), opened(2));
    expect(reduce(live, saw('angry', 1))).toBe(live);
  });

  test('a camera that opens after the stop does not bring the run back', () => {
    const ready = after(loaded, asked(), stopped);
    expect(ready.phase).toBe('ready');
    expect(reduce(ready, opened())).toBe(ready);
  });

  test('a failure of an ended run changes nothing', () => {
    const paused = after(loaded, asked(), opened(), saw('happy'), stopped);
    expect(reduce(paused, lost(1))).toBe(paused);
  });
});

describe('failures', () => {
  test('of the camera keep the model, so that a photo still works', () => {
    const failed = after(loaded, asked(), lost(1));
    expect(failed).toMatchObject({ phase: 'failed', reason: 'camera-lost' });
    expect(failed.manifest).toBe(manifest);
  });

  test('of loading leave no model, and loading again starts afresh', () => {
    const failed = after({ type: 'failed', reason: 'model-missing', detail: 'status 404' });
    expect(failed).toMatchObject({ phase: 'failed', manifest: null });
    expect(reduce(failed, { type: 'load-started' })).toEqual(initialState);
  });

  test('without a model the camera is not asked for', () => {
    expect(after(asked())).toEqual(initialState);
  });
});

describe('ways of computing', () => {
  const broken = (backend: Backend, wasInUse = true): PassedOver => ({ backend, why: 'no GPU', wasInUse });

  test('that the page counted on and has to do without are named until dismissed', () => {
    const status = statusOf(broken('webgl'), broken('cpu'));
    const state = after({ type: 'loaded', manifest, status });
    expect(missingIn(state)).toEqual(['webgl', 'cpu']);
    expect(missingIn(reduce(state, { type: 'note-dismissed', backend: 'webgl' }))).toEqual(['cpu']);
  });

  test('that were only tried, or run again, are nothing to bother anyone with', () => {
    const status = statusOf(broken('webgpu', false), broken('wasm'));
    expect(missingIn(after({ type: 'loaded', manifest, status }))).toEqual([]);
  });

  test('may change in mid-stream without ending the run', () => {
    const status = statusOf(broken('webgl'));
    const live = after(loaded, asked(), opened(), saw('happy'), { type: 'status-changed', status });
    expect(live).toMatchObject({ phase: 'live', status });
  });
});

describe('the session', () => {
  const streamed = [loaded, asked(), opened(), saw('happy', 1, 1000), saw('sad', 1, 1400)];
  const labels = (state: State) => state.timeline.moments.map(({ faces }) => faces[0]?.label);

  test('goes on over pauses, other runs and another way of computing', () => {
    const events = [...streamed, stopped, asked(2), opened(2), saw('fear', 2, 9000), stopped];
    expect(labels(after(...events))).toEqual(['happy', 'sad', 'fear']);
    expect(labels(after(...events, { type: 'load-started' }, loaded))).toEqual(['happy', 'sad', 'fear']);
  });

  test('holds streams only: no photo and no single prediction', () => {
    const once = [loaded, asked(1, 'once'), opened(), saw('happy', 1, 1000), stopped];
    expect(labels(after(...once, { type: 'photo-analyzed', analysis: analysisOf('fear') }))).toEqual([]);
  });

  test('is gone, and the last picture with it, when it is forgotten', () => {
    const state = after(...streamed, { type: 'marked', time_ms: 1200 }, stopped, { type: 'forgotten' });
    expect(state).toMatchObject({ phase: 'ready', timeline: { moments: [], marks: [] } });
    expect(seenIn(state)).toBeNull();
  });
});

describe('the followed face', () => {
  const two = analysisOf('happy');
  const [face] = two.faces;
  if (!face) throw new Error('the fixture has a face');
  const both = {
    type: 'frame-analyzed' as const,
    run: 1,
    time_ms: 0,
    analysis: {
      ...two,
      faces: [face, { ...face, id: 2, label: 'sad' }],
      inputs: [new Float32Array([1]), new Float32Array([2])],
    },
  } satisfies Event;
  const swapped: Event = {
    ...both,
    analysis: {
      ...both.analysis,
      faces: [...both.analysis.faces].reverse(),
      inputs: [...both.analysis.inputs].reverse(),
    },
  };
  const told = (...events: Event[]) => {
    const followed = followedIn(after(loaded, asked(), opened(), both, ...events));
    return followed && [followed.face.label, followed.pixels?.[0]];
  };

  test('stays the same while in view, until another is chosen; the largest stands in for one that has gone', () => {
    expect(told()).toEqual(['happy', 1]);
    expect(told(swapped)).toEqual(['happy', 1]);
    expect(told({ type: 'followed', face: 2 })).toEqual(['sad', 2]);
    expect(told({ type: 'followed', face: 2 }, saw('fear'))).toEqual(['fear', 0]);
    expect(told({ type: 'followed', face: 2 }, saw('fear'), both)).toEqual(['sad', 2]);
  });

  test('is nobody where nobody is', () => {
    expect(followedIn(after(loaded))).toBeNull();
    expect(followedIn(after(loaded, asked(), opened()))).toBeNull();
  });
});

describe('what is mirrored', () => {
  const through = (camera: CameraSettings) =>
    isMirrored(after(loaded, asked(), { type: 'camera-opened', run: 1, frame, camera, canSwitch: true }));

  test('is a camera that looks at the visitor, not one that looks away, and no photo', () => {
    expect(through({})).toBe(true);
    expect(through({ facingMode: 'user' })).toBe(true);
    expect(through({ facingMode: 'environment' })).toBe(false);
    expect(isMirrored(after(loaded, { type: 'photo-analyzed', analysis: analysisOf('fear') }))).toBe(false);
  });
});

describe('a film', () => {
  const film = {
    file: new File([], 'film.webm', { type: 'video/webm' }),
    left: 0,
    muted: true,
    playing: true,
    time_s: 0,
    duration_s: 9,
  };
  const filmOpened = (run = 1): Event => ({ type: 'film-opened', run, frame, film });
  const movedTo = (time_s: number, jumped = false, run = 1): Event => ({
    type: 'film-moved',
    run,
    place: { playing: true, time_s, duration_s: 9 },
    jumped,
  });
  const filming = [loaded, filmOpened(), saw('happy'), movedTo(3)];

  test('is looked at as a camera is, and is no mirror, before and after its first frame', () => {
    expect(isMirrored(after(loaded, filmOpened()))).toBe(false);
    const state = after(...filming);
    expect(state).toMatchObject({ phase: 'live', film: { time_s: 3 }, seen: { origin: 'film' } });
    expect(isMirrored(state)).toBe(false);
    expect(state.timeline.moments).toHaveLength(1);
  });

  test('stands still where it was stopped, and can be played again', () => {
    const state = after(...filming, stopped);
    expect(state.phase).toBe('paused');
    expect(filmIn(state)).toEqual({ ...film, time_s: 3, playing: false });
    expect(isMirrored(state)).toBe(false);
  });

  test('is silent until it is asked to be heard, and keeps to that when it is stopped', () => {
    const heard = { type: 'film-muted', muted: false } as const;
    expect(filmIn(after(...filming))?.muted).toBe(true);
    expect(filmIn(after(...filming, heard, stopped))?.muted).toBe(false);
    expect(filmIn(after(...filming, stopped, heard))?.muted).toBe(false);
  });

  test('moves no more once it has ended', () => {
    const paused = after(...filming, stopped);
    expect(reduce(paused, movedTo(5))).toBe(paused);
    const next = after(...filming, filmOpened(2));
    expect(reduce(next, movedTo(5, false, 1))).toBe(next);
  });

  test('forgets who was followed where it goes to another place, and only there', () => {
    const chosen = [...filming, { type: 'followed' as const, face: 1 }];
    expect(after(...chosen, movedTo(4)).followed).toEqual({ face: 1, chosen: true });
    expect(after(...chosen, movedTo(8, true)).followed).toBeNull();
  });

  test('is gone when a camera is asked for, a photo is judged or all is forgotten', () => {
    for (const event of [
      asked(2),
      { type: 'photo-analyzed', analysis: analysisOf('sad') },
      { type: 'forgotten' },
    ])
      expect(filmIn(after(...filming, stopped, event as Event))).toBeNull();
  });

  test('leaves no camera to switch to', () => {
    const camera = { facingMode: 'user' };
    const two: Event = { type: 'camera-opened', run: 1, frame, camera, canSwitch: true };
    expect(after(loaded, asked(), two, stopped, filmOpened(2)).canSwitch).toBe(false);
  });
});

describe('several photos', () => {
  const shot = (name: string): Shot => ({
    name,
    picture: null,
    faces: [],
    inputs: [],
    failure: 'picture-unreadable',
  });
  const begun: Event = { type: 'album-begun', count: 2, left: 3, films: 1 };

  test('come one after another', () => {
    const state = after(loaded, begun, { type: 'shot-judged', shot: shot('a.png') });
    expect(state).toMatchObject({
      phase: 'album',
      album: { waiting: 1, left: 3, shots: [{ name: 'a.png' }] },
    });
  });

  test('give way to the camera, and one that comes too late changes nothing', () => {
    const state = after(loaded, begun, asked());
    expect(state.phase).toBe('asking');
    expect(reduce(state, { type: 'shot-judged', shot: shot('late.png') })).toBe(state);
  });
});
