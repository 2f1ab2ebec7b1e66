/** Resolves when the video shows its next frame, or at the next repaint where the browser cannot tell (Firefox before 132). */
export function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else requestAnimationFrame(() => resolve());
  });
}

/** Plays a stream in a video element; resolves once there is a picture. */
export async function play(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.srcObject = stream;
  await video.play(); // iOS shows a black picture without this call, autoplay or not
}
