/** A frame of a video that is shown now. */
export interface Shown {
  /** When, on performance.now()'s clock. */
  readonly time_ms: number;
  /** Frames shown so far, this one included; those that nobody took count too. */
  readonly count: number;
}

let repaints = 0;

/**
 * Waits for the video's next frame, or for the next repaint where the browser cannot tell (Firefox before 132). Null when
 * `signal` aborts first, since a video that stopped shows none.
 */
export function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<Shown | null> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(null);
    const done = (shown: Shown | null) => {
      signal.removeEventListener('abort', aborted);
      resolve(shown);
    };
    const aborted = () => done(null);
    signal.addEventListener('abort', aborted);
    if ('requestVideoFrameCallback' in video)
      video.requestVideoFrameCallback((time_ms, { presentedFrames: count }) => done({ time_ms, count }));
    else requestAnimationFrame((time_ms) => done({ time_ms, count: ++repaints }));
  });
}
