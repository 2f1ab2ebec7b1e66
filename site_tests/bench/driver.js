/**
 * Drives one contestant in a page of its own; visit.py calls it.
 *
 * A contestant is a module beside this one that exports
 *   load(options)     -> { backend, version? }   code and models are there and ready afterwards
 *   look(canvas)      -> { boxes, stages }       boxes [x, y, width, height] in pixels; stages in ms, those it can tell apart
 *   detect(canvas)    optional: detection alone, for one whose stages cannot be told apart within look()
 *   memory()          -> { numTensors, numBytes } or a promise of it
 *   stream(video, onResult, { signal })          optional; results carry timings.total_ms
 */
const WIDTH = 640;
const HEIGHT = 480;

const query = new URLSearchParams(location.search);
const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
// Everybody reads pixels back from it, so it is kept in memory: no contestant pays for a GPU's read-back.
const paint = canvas.getContext('2d', { willReadFrequently: true });
const sets = new Map();
let contestant;

/** Object URLs made and not yet revoked. Patched before any contestant's code is there. */
const objectUrls = new Set();
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (object) => {
  const url = createObjectURL.call(URL, object);
  objectUrls.add(url);
  return url;
};
URL.revokeObjectURL = (url) => {
  objectUrls.delete(url);
  revokeObjectURL.call(URL, url);
};

async function picture(name) {
  const response = await fetch(`/frames/${name}`);
  if (!response.ok) throw new Error(`/frames/${name}: got status ${response.status}, expected 200`);
  return createImageBitmap(await response.blob());
}

function shown(bitmap) {
  paint.drawImage(bitmap, 0, 0);
  return canvas;
}

const pause = new MessageChannel();
/** Lets the page breathe between two calls, as a real one does; setTimeout would wait 4 ms and let caches cool. */
const breath = () =>
  new Promise((resolve) => {
    pause.port1.onmessage = resolve;
    pause.port2.postMessage(null);
  });

/** From nothing to the first prediction, `pause_ms` after loading. Milliseconds; first_prediction_ms counts from the navigation. */
async function start() {
  const fetched = picture(query.get('first'));
  const began = performance.now();
  contestant = await import(`./${query.get('contestant')}`);
  const about = await contestant.load(JSON.parse(query.get('options')));
  const loaded = performance.now();
  const pause_ms = Number(query.get('pause_ms'));
  if (pause_ms > 0) await after(pause_ms);
  const frame = shown(await fetched);
  const called = performance.now();
  const { boxes } = await contestant.look(frame);
  const done = performance.now();
  return {
    about,
    boxes,
    load_ms: loaded - began,
    first_call_ms: done - called,
    first_prediction_ms: done,
  };
}

/** Calls look() or detect() `count` times, on the set's frames in turn. */
async function calls(set, count, what = 'look') {
  const frames = sets.get(set);
  const rows = [];
  for (let i = 0; i < count; i++) {
    const frame = shown(frames[i % frames.length]);
    const began = performance.now();
    const { stages, boxes } = await contestant[what](frame);
    rows.push({ ...stages, total_ms: performance.now() - began, faces: boxes.length });
    await breath();
  }
  return rows;
}

/** The boxes on each frame of a set. */
async function boxes(set) {
  const found = [];
  for (const bitmap of sets.get(set)) found.push((await contestant.look(shown(bitmap))).boxes);
  return found;
}

async function camera() {
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: WIDTH, height: HEIGHT } });
  document.body.append(video);
  await video.play();
  return video;
}

/** Every gap between two animation frames and every long task, until stop() is called. */
function watchMainThread() {
  const watched = { gaps_ms: [], tasks_ms: [] };
  // Tasks of 50 ms and more are all that browsers report; what is below shows in the gaps alone.
  const tasks = new PerformanceObserver((list) =>
    watched.tasks_ms.push(...list.getEntries().map(({ duration }) => duration)),
  );
  tasks.observe({ type: 'longtask' });
  let last;
  let running = true;
  requestAnimationFrame(function tick(now) {
    if (last !== undefined) watched.gaps_ms.push(now - last);
    last = now;
    if (running) requestAnimationFrame(tick);
  });
  return () => {
    running = false;
    tasks.disconnect();
    return watched;
  };
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Streams from the camera: `settle_ms` that are not counted, then `count_ms` that are. */
async function stream(settle_ms, count_ms) {
  const video = await camera();
  const ender = new AbortController();
  let rows = [];
  const streaming = contestant.stream(
    video,
    ({ timings, faces }) =>
      rows.push({ at_ms: performance.now(), total_ms: timings.total_ms, faces: faces.length }),
    { signal: ender.signal },
  );
  await after(settle_ms);
  rows = [];
  const stop = watchMainThread();
  await after(count_ms);
  const counted = rows;
  const watched = stop();
  ender.abort();
  await Promise.resolve(streaming).catch((reason) => {
    if (reason?.name !== 'AbortError') throw reason;
  });
  for (const track of video.srcObject.getTracks()) track.stop();
  video.remove();
  return { rows: counted, ...watched };
}

window.bench = {
  ready: start(),
  calls,
  boxes,
  stream,
  can: (what) => typeof contestant[what] === 'function',
  /** Fetches the frames of a set, to be had by its name. */
  hold: async (set, names) => void sets.set(set, await Promise.all(names.map(picture))),
  held: async () => ({ ...(await contestant.memory()), objectUrls: objectUrls.size }),
};
window.bench.ready.catch(() => {}); // who awaits it is told
