import { Failure, type FailureReason } from '../failure';

/** Names of the DOM exceptions getUserMedia() throws -> what the page tells people (Media Capture and Streams, section 10.2). */
const REASONS: Readonly<Record<string, FailureReason>> = {
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotAllowedError: 'permission-denied',
  SecurityError: 'permission-denied',
  NotReadableError: 'camera-in-use',
  AbortError: 'camera-in-use',
};

export function cameraFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const { name, message } = thrown instanceof Error ? thrown : { name: 'unknown', message: String(thrown) };
  return new Failure(REASONS[name] ?? 'unsupported', `${name}: ${message}`, { cause: thrown });
}

/** 640 × 480 is plenty for a 128-pixel detector and a 48-pixel face, and every camera has it. A phone held upright turns it. */
const PICTURE: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 30 },
};

const wanted = (deviceId: string | null): MediaStreamConstraints => ({
  audio: false,
  video: deviceId ? { deviceId: { exact: deviceId }, ...PICTURE } : { facingMode: 'user', ...PICTURE },
});

/**
 * Asks for the camera; throws a Failure with the reason.
 *
 * @param onLost is called when the camera goes away by itself
 * @param deviceId of the camera to take; null for the one that looks at the visitor
 */
export async function openCamera(onLost: () => void, deviceId: string | null = null): Promise<MediaStream> {
  if (!isSecureContext) {
    throw new Failure(
      'insecure-context',
      `The page came over ${location.protocol}, expected https: or localhost.`,
    );
  }
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new Failure('unsupported', 'navigator.mediaDevices.getUserMedia is missing.');
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted(deviceId));
    for (const track of stream.getVideoTracks()) track.addEventListener('ended', onLost, { once: true });
    return stream;
  } catch (thrown) {
    throw cameraFailure(thrown);
  }
}

/** The camera after the one that gives `stream`, round and round; null where there is no other. */
export async function nextCamera(stream: MediaStream): Promise<string | null> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const ids = devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
  const used = ids.indexOf(stream.getVideoTracks()[0]?.getSettings().deviceId ?? '');
  return ids.length > 1 ? (ids[(used + 1) % ids.length] ?? null) : null;
}

/** Switches the camera and its light off. stop() fires no 'ended', so `onLost` stays silent. */
export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Plays a stream in a video element; resolves once there is a picture. */
export async function play(video: HTMLVideoElement, stream: MediaStream): Promise<void> {
  video.srcObject = stream;
  await video.play(); // iOS shows a black picture without this call, autoplay or not
}

/** What is told of a camera: nothing that tells one device from another. */
export type CameraSettings = Readonly<
  Pick<MediaTrackSettings, 'width' | 'height' | 'frameRate' | 'facingMode'>
>;

export function settingsOf(stream: MediaStream): CameraSettings {
  const settings = stream.getVideoTracks()[0]?.getSettings() ?? {};
  const told = ['width', 'height', 'frameRate', 'facingMode'] as const;
  return Object.fromEntries(told.flatMap((name) => (name in settings ? [[name, settings[name]]] : [])));
}
