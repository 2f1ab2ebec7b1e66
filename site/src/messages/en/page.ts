/** The frame of the page: header, notice, controls, the mirror itself, footer. */
export const page = {
  tagline: 'What a face looks like, worked out on your own device',
  demo: 'Demonstration model: it learned from drawn faces only, so what it says about a real one means little.',
  language: 'Language',

  noticeTitle: 'Before the camera starts',
  noticeGuesses: (labels: readonly string[]): string =>
    `This page guesses which of ${labels.length} expressions a face shows: ${labels.slice(0, -1).join(', ')} or ${labels.at(-1)}. A look is not a feeling.`,
  noticeWrong: (accuracy: string, count: string, drawn: boolean): string =>
    `It can be wrong, and often is: it was right on ${accuracy} of ${count} ${drawn ? 'drawn test pictures' : 'test pictures'}.`,
  noticePrivate: 'Nothing leaves this device. No picture is sent, and none is stored unless you ask for it.',
  noticePurpose: 'It is for curiosity. Do not judge people by it, least of all at work or at school.',
  noticeInApp:
    'You are inside another app, which often gives no camera. Open this page in your browser: look for “Open in browser” in the menu.',

  controls: 'Controls',
  predictOnce: 'Predict once',
  start: 'Start streaming',
  stop: 'Stop streaming',

  loading: 'Loading and checking the model…',
  askingTitle: 'May the camera be used?',
  asking: 'Your browser is asking. Choose “Allow” to look into the mirror.',
  switchCamera: 'Switch camera',
  fullScreen: 'Full screen',
  follow: (face: number): string => `Follow face ${face}`,
  photos: 'Photos',

  expressions: 'Expressions',
  barValue: (percent: number): string => `${percent} percent`,
  noValue: 'nothing measured',
  modelInput: (width: number, height: number): string =>
    `What the model sees: ${width} × ${height} grey pixels`,
  modelInputAlt: 'The grey crop of the face that the model sees',
  modelInputNone: 'Nothing to see for the model yet',

  tryAgain: 'Try again',
  useCamera: 'Use the camera',
  details: 'Details',
  carryOn: 'Carry on',

  spokenOn: 'Speak changes to my screen reader',

  footerPrivate:
    'Everything is computed on your device. The page talks to no other site and keeps nothing about you unless you ask it to.',
  footerDocs: 'Documentation',
  footerLicences: 'Their licences',
  footerShips: (parts: string): string => `Ships with ${parts}.`,
  footerDetector: (detector: string): string =>
    `the ${detector} face detector by Google (Bazarevsky et al. 2019)`,
};
