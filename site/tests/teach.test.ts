import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduce } from '../src/reduce';
import { initialState, personalIn, type Event, type State } from '../src/state';
import { isBetter, type Learned } from '../src/teach/head';
import { FEWEST_EXAMPLES, HOLD_MS, progressOf, READY_MS, type Acting, type Lead } from '../src/teach/lesson';
import { isFor, readTaught, taughtFrom } from '../src/teach/taught';
import { wornOf, type Kept } from '../src/teach/teaching';
import { analysisOf, manifest, statusOf } from './fixtures';

const FRAME_MS = 33;
const LABELS = manifest.labels.length;

const live: readonly Event[] = [
  { type: 'loaded', manifest, status: statusOf() },
  { type: 'camera-asked', run: 1, purpose: 'stream' },
  { type: 'camera-opened', run: 1, frame: { width: 640, height: 480 }, camera: {}, canSwitch: false },
];
const lead = (way: Lead): Event => ({ type: 'lesson-led', lead: way });
const after = (...events: readonly Event[]): State => events.reduce(reduce, initialState);

/** So many milliseconds of frames with a face, or of an empty room. */
function frames(
  state: State,
  from_ms: number,
  lasting_ms: number,
  { face = true, every_ms = FRAME_MS } = {},
): State {
  let next = state;
  for (let time_ms = from_ms; time_ms <= from_ms + lasting_ms; time_ms += every_ms) {
    const analysis = analysisOf('happy');
    const evidence = { logits: new Float32Array(LABELS), features: new Float32Array(160) };
    next = reduce(next, {
      type: 'frame-analyzed',
      run: 1,
      time_ms,
      analysis: face ? { ...analysis, evidence } : { ...analysis, faces: [] },
    });
  }
  return next;
}

const acting = ({ teaching }: State): Acting => {
  if (teaching.lesson?.step !== 'acting') throw new Error(`got ${teaching.lesson?.step}, expected acting`);
  return teaching.lesson;
};
const begun = after(...live, lead('begin'));
const WHOLE_MS = READY_MS + HOLD_MS + 200;

describe('a lesson', () => {
  test('takes each expression in turn, some seconds each, and then works it out', () => {
    let state = begun;
    for (let label = 0; label < LABELS; label++) {
      expect(acting(state).index).toBe(label);
      const from_ms = 100_000 * label;
      state = frames(state, from_ms, READY_MS - 100);
      expect(acting(state).examples.filter((example) => example.label === label)).toEqual([]);
      state = frames(state, from_ms + READY_MS - 100, HOLD_MS + 150);
    }
    const { lesson } = state.teaching;
    expect(lesson?.step).toBe('fitting');
    const examples = lesson?.step === 'fitting' ? lesson.examples : [];
    for (let label = 0; label < LABELS; label++) {
      const count = examples.filter((example) => example.label === label).length;
      expect(count).toBeGreaterThan(HOLD_MS / 100 - 5);
      expect(count).toBeLessThanOrEqual(HOLD_MS / 100 + 1);
    }
  });

  test('waits while nobody is in view, and says so after a moment', () => {
    const gone = frames(frames(begun, 0, READY_MS + 1000), 10_000, 500, { face: false });
    expect(acting(gone).isLost).toBe(false);
    const longer = frames(gone, 10_500, 20_000, { face: false });
    expect(acting(longer)).toMatchObject({ isLost: true, index: 0 });
    expect(progressOf(acting(longer))).toBe(progressOf(acting(gone)));
    expect(acting(frames(longer, 40_000, 0)).isLost).toBe(false);
  });

  test('waits while it is paused, and then gives time to get ready again', () => {
    const seen = frames(begun, 0, READY_MS + 1000);
    const paused = frames(reduce(seen, lead('pause')), 4000, 60_000);
    expect(acting(paused).examples.length).toBe(acting(seen).examples.length);
    expect(acting(reduce(paused, lead('go-on')))).toMatchObject({ held_ms: 0, paused: false });
  });

  test('sees enough of a face on a slow device, too', () => {
    const state = frames(begun, 0, READY_MS + 500 * (FEWEST_EXAMPLES - 2), { every_ms: 500 });
    expect(acting(state).index).toBe(0);
    const next = acting(frames(state, 500 * 100, 2000, { every_ms: 500 }));
    expect(next.index).toBe(1);
    expect(next.examples.length).toBe(FEWEST_EXAMPLES);
  });

  test('does not count the time of a hidden tab', () => {
    const state = frames(frames(begun, 0, READY_MS), 3_600_000, 0);
    expect(acting(state).held_ms).toBeLessThanOrEqual(READY_MS + 1000);
  });

  test('that skips an expression learns nothing of it', () => {
    const state = frames(begun, 0, READY_MS + 2000);
    expect(acting(state).examples.length).toBeGreaterThan(10);
    expect(acting(reduce(state, lead('skip')))).toMatchObject({ index: 1, examples: [], held_ms: 0 });
  });

  test('with one expression alone is too little', () => {
    const one = frames(begun, 0, WHOLE_MS);
    const state = Array.from({ length: LABELS - 1 }, () => lead('skip')).reduce(reduce, one);
    expect(state.teaching.lesson).toEqual({ step: 'too-little' });
  });

  test.each<[string, Event]>([
    ['cancelled', lead('cancel')],
    ['stopped', { type: 'stopped' }],
    ['cut off', { type: 'failed', reason: 'camera-lost', detail: 'gone' }],
    ['forgotten', { type: 'forgotten' }],
  ])('that is %s leaves nothing', (_, event) => {
    const { teaching } = reduce(frames(begun, 0, WHOLE_MS), event);
    expect(teaching).toEqual(initialState.teaching);
  });

  test('is not written into the session, whose expressions are felt ones', () => {
    expect(frames(begun, 0, 3000).timeline.moments).toEqual([]);
    expect(frames(after(...live), 0, 3000).timeline.moments.length).toBeGreaterThan(5);
  });

  test('asks for the evidence of the followed face, and for nothing once it is over', () => {
    expect(personalIn(after(...live))).toBeNull();
    expect(personalIn(frames(begun, 0, 0))).toEqual({ head: null, collect: true, face: 1 });
    expect(personalIn(reduce(begun, lead('cancel')))).toBeNull();
  });

  test('whose fit comes when it was cancelled changes nothing', () => {
    const state = after(...live, lead('begin'), lead('cancel'), { type: 'lesson-learned', learned });
    expect(state.teaching.lesson).toBeNull();
  });
});

const score = (accuracy: number, log_loss: number) => ({ accuracy, log_loss });
const learned: Learned = {
  head: {
    weights: manifest.labels.map((_, k) => Array.from({ length: 160 }, (_, j) => (k - 3) / (j + 7))),
    bias: manifest.labels.map((_, k) => k / 3),
  },
  check: {
    labels: [{ label: 'happy', count: 12, stock: 4, personal: 11 }],
    stock: score(0.5, 1),
    personal: score(0.9, 0.4),
  },
};
const taught = taughtFrom(learned, manifest, new Date(0));
const kept: Kept = { taught, on: true };

describe('what was taught', () => {
  test.each([
    [true, score(0.9, 0.4)],
    [false, score(0.5, 0.4)],
    [false, score(0.4, 0.4)],
    [false, score(0.9, 1.2)],
  ])('is worth it: %s, with %j', (expected, personal) => {
    expect(isBetter({ ...learned.check, personal })).toBe(expected);
  });

  test('comes back from its file as it was', () => {
    expect(readTaught(JSON.parse(JSON.stringify(taught)), 'me.json')).toEqual(taught);
  });

  test('is a file of numbers, small enough to mail', () => {
    expect(JSON.stringify(taught).length).toBeLessThan(20_000);
  });

  test.each<[string, (json: Record<string, unknown>) => unknown]>([
    ['me.json: got "hello", expected an object', () => 'hello'],
    ['me.json.kind: got "a song"', (json) => ({ ...json, kind: 'a song' })],
    ['me.json.made: got "2026-99-99T99:99Z"', (json) => ({ ...json, made: '2026-99-99T99:99Z' })],
    ['me.json.picture: unknown key', (json) => ({ ...json, picture: 'data:' })],
    [
      'me.json.head: got 7 rows and 3 biases',
      (json) => ({ ...json, head: { ...taught.head, bias: [0, 0, 0] } }),
    ],
    [
      'me.json.head.bias[0]: got 1e+300',
      (json) => ({ ...json, head: { ...taught.head, bias: [1e300, 0, 0, 0, 0, 0, 0] } }),
    ],
    [
      'rows of one length',
      (json) => ({ ...json, head: { ...taught.head, weights: [[1], ...taught.head.weights.slice(1)] } }),
    ],
  ])('is refused with "%s"', (message, spoil) => {
    expect(() => readTaught(spoil({ ...taught }), 'me.json')).toThrow(message);
  });

  test('no file whatever breaks more than a sentence', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(() => readTaught(json, 'me.json')).toThrow(/^me\.json/);
      }),
    );
  });

  test('is for the model it was taught to, and for no other', () => {
    expect(isFor(taught, manifest)).toBe(true);
    const files = manifest.files.map((file) => ({ ...file, sha256: 'c'.repeat(64) }));
    expect(isFor(taught, { ...manifest, files })).toBe(false);
    expect(isFor(taught, { ...manifest, labels: [...manifest.labels].reverse() })).toBe(false);
    expect(isFor(taught, { ...manifest, output: { ...manifest.output, feature_count: 32 } })).toBe(false);
  });

  test('is worn while it is on, and outlives another way of computing', () => {
    const told = (what: Kept | null): Event => ({ type: 'taught', kept: what, trouble: null });
    const state = after(...live, told(kept));
    expect(personalIn(state)).toEqual({ head: taught.head, collect: false, face: null });
    expect(personalIn(reduce(state, told({ ...kept, on: false })))).toBeNull();
    expect(personalIn(reduce(state, told(null)))).toBeNull();
    expect(personalIn(reduce(state, { type: 'forgotten' }))).toBeNull();
    const anew = [{ type: 'load-started' }, ...live.slice(0, 1)] as Event[];
    expect(wornOf(anew.reduce(reduce, state).teaching, manifest)).toBe(taught);
  });
});
