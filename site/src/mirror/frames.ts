/** A frame of a video that is shown now. */
export interface Shown {
  /** When, on performance.now()'s clock. */
  readonly time_ms: number;
  /** Frames shown so far, this one included; those that nobody took count too. */
  readonly count: number;
  /** Where it stands in the film, in seconds; says nothing for a camera. */
  readonly place_s: number;
}

let repaints = 0;

/**
 * Waits for the video's next frame, or for the next repaint where the browser cannot tell (Firefox before 132). A film that
 * stands still shows none, so the one it stands at is taken as well. Null when `signal` aborts first, or at a film's end.
 *
 * @param before the frame that was taken last; null for the first
 */
export function nextFrame(
  video: HTMLVideoElement,
  signal: AbortSignal,
  before: Shown | null = null,
): Promise<Shown | null> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(null);
    const waiting = new AbortController();
    const done = (shown: Shown | null) => {
      waiting.abort();
      resolve(shown);
    };
    const stand = () => {
      const { currentTime: place_s } = video;
      if (!standsStill(video)) return;
      // A frame's own time lies a little before the place, so the last one that was played is taken a second time: better than never.
      if (place_s !== before?.place_s)
        done({ time_ms: performance.now(), count: (before?.count ?? 0) + 1, place_s });
      else if (video.ended) done(null);
    };
    const repaint = () =>
      requestAnimationFrame((time_ms) => {
        if (waiting.signal.aborted) return;
        if (standsStill(video)) return repaint();
        done({ time_ms, count: ++repaints, place_s: video.currentTime });
      });

    signal.addEventListener('abort', () => done(null), { signal: waiting.signal });
    for (const event of ['pause', 'seeked']) video.addEventListener(event, stand, { signal: waiting.signal });
    if ('requestVideoFrameCallback' in video)
      video.requestVideoFrameCallback((time_ms, { presentedFrames: count, mediaTime: place_s }) =>
        done({ time_ms, count, place_s }),
      );
    else repaint();
    stand();
  });
}

/** Whether it is a film with a picture that does not move on by itself. */
const standsStill = ({ srcObject, paused, seeking, readyState }: HTMLVideoElement): boolean =>
  !srcObject && paused && !seeking && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
