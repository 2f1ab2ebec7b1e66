/** What went wrong, and the way on. */
import type { Backend } from '../../analysis';
import type { FailureReason } from '../../failure';

export interface Explanation {
  readonly title: string;
  readonly sentence: string;
}

const reasons: Readonly<Record<FailureReason, Explanation>> = {
  'no-camera': {
    title: 'No camera found',
    sentence: 'Plug one in or switch it on and try again, or use a photo instead.',
  },
  'permission-denied': {
    title: 'The camera is not allowed',
    sentence:
      'Allow it for this page by the camera or lock sign in the address bar, then try again. A photo needs no permission.',
  },
  'camera-in-use': {
    title: 'The camera is busy',
    sentence: 'Another program or tab seems to be using it. Close that one and try again, or use a photo.',
  },
  'camera-lost': {
    title: 'The camera went away',
    sentence: 'It was unplugged or switched off. Connect it again and try again, or use a photo.',
  },
  'insecure-context': {
    title: 'This address is not secure',
    sentence:
      'Browsers give camera and file checks only to pages opened over https or on localhost. Open the page that way.',
  },
  unsupported: {
    title: 'This browser gives no camera',
    sentence:
      'Pages opened inside another app often get none. Open this page in your normal browser, or use a photo.',
  },
  'picture-unreadable': {
    title: 'This file is not a picture we can read',
    sentence:
      'JPEG, PNG and WebP work everywhere; HEIC and SVG often do not. Choose another photo, or use the camera.',
  },
  'film-unreadable': {
    title: 'This film cannot be played here',
    sentence:
      'Nearly every browser plays MP4 with H.264 and WebM; a damaged file plays nowhere. Choose another film or a photo, or use the camera.',
  },
  'film-without-picture': {
    title: 'There is no picture in this film',
    sentence:
      'It holds only sound, or pictures of a kind that this browser does not know. MP4 with H.264 works nearly everywhere.',
  },
  'model-missing': {
    title: 'The model is not there',
    sentence:
      'A file of the expression model could not be loaded. Check the connection and try again; if it stays away, the site is incomplete.',
  },
  'model-altered': {
    title: 'The model is not the one that was published',
    sentence:
      'A model file differs from its checksum, so it was not used. Try again; if it stays so, the site was changed or damaged.',
  },
  'model-invalid': {
    title: 'The model does not fit this page',
    sentence:
      'Its description says something this page does not understand. The site needs to be built again with a matching model.',
  },
  'detector-missing': {
    title: 'The face detector is not there',
    sentence:
      'Its files could not be loaded. Check the connection and try again; if they stay away, the site is incomplete.',
  },
  'detector-altered': {
    title: 'The face detector is not the one that was published',
    sentence:
      'One of its files differs from its checksum, so it was not used. Try again; if it stays so, the site was changed or damaged.',
  },
  'backend-failed': {
    title: 'This browser cannot compute the model',
    sentence:
      'None of the ways to compute it runs here. A newer browser will do, such as Chrome, Edge, Firefox or Safari.',
  },
  'engine-lost': {
    title: 'Computing stopped',
    sentence: 'What computes the model ended and could not be started again. Reload the page.',
  },
  'engine-failed': {
    title: 'Computing stopped',
    sentence: 'The browser could not go on computing. Try again; if it happens again, reload the page.',
  },
};

/** Ways of computing that the page had counted on and has to do without. */
const missing: Readonly<Record<Backend, string>> = {
  wasm: 'WebAssembly could not be started, so the page computes another way and may be slower.',
  webgl: 'WebGL does not run in this browser, so the page computes another way. Nothing else changes.',
  webgpu: 'WebGPU does not run in this browser, so the page computes another way. Nothing else changes.',
  cpu: 'The plain way of computing failed, so the page computes another way.',
};

export const failures = { reasons, missing };
