/** Teach it your face: the lesson, what came of it, and what is kept. */
const looks: Readonly<Record<string, string>> = {
  angry: 'Look angry',
  disgust: 'Look disgusted',
  fear: 'Look afraid',
  happy: 'Look happy',
  sad: 'Look sad',
  surprise: 'Look surprised',
  neutral: 'Look neutral',
};

export const teach = {
  title: 'Teach it your face',
  intro:
    'Act each expression for a few seconds, and the page learns how it looks on you: with your beard, your glasses or your mask. That takes about a minute.',
  caveat:
    'Acted faces differ from felt ones, and the check is made on frames of the same minute, so expect a little less on another day.',
  privacy:
    'What it learns stays on this device, as numbers: no picture is kept. It counts for the camera only, never for photos; with several faces in view, only for the one that the panel tells about.',
  begin: 'Begin',
  beginAgain: 'Teach it again',

  /** What to do for a label of the model. */
  look: (label: string): string => looks[label] ?? `Look ${label}`,
  /** How most people do it; a label that is not here gets no hint. */
  hints: {
    angry: 'Brows down, lips pressed together.',
    disgust: 'Nose wrinkled, upper lip raised.',
    fear: 'Brows up and together, eyes wide, mouth drawn back.',
    happy: 'Smile, with your eyes too.',
    sad: 'Inner ends of the brows up, corners of the mouth down.',
    surprise: 'Brows up, mouth open.',
    neutral: 'Let everything rest.',
  } as Readonly<Record<string, string>>,
  yourWay: 'Your own way is best.',
  step: (number: number, of: number): string => `Expression ${number} of ${of}`,
  ready: 'Get ready…',
  hold: 'Hold it…',
  nobody: 'No face in view. It waits for you.',
  paused: 'Paused.',
  seen: 'Seen of this expression',
  pause: 'Pause',
  goOn: 'Go on',
  skip: 'Skip',
  cancel: 'Cancel',

  fitting: 'Working it out…',
  tooLittle: 'Too little to learn from',
  tooLittleWhy: 'It takes at least two expressions to tell them apart.',
  failed: 'It could not be worked out',
  failedWhy: 'Nothing was changed. Try again; if it happens again, reload the page.',
  better: 'It can read you better',
  betterBy: (stock: string, personal: string): string =>
    `Of frames that it had not learned from, the model alone gets ${stock} right, and ${personal} with what you taught it.`,
  notBetter: 'The model stays as it is',
  notBetterBy: (stock: string, personal: string): string =>
    `Of frames that it had not learned from, the model alone gets ${stock} right, and ${personal} with what you taught it. That is no gain, so nothing is changed.`,
  caption: 'Right about frames that were held back',
  expression: 'Expression',
  stock: 'Before',
  personal: 'After',
  of: (right: number, count: number): string => `${right} of ${count}`,
  use: 'Use it',
  throwAway: 'Throw it away',
  tryAgain: 'Try again',
  close: 'Close',

  mark: 'Judged by what you taught it',
  made: (date: string, stock: string, personal: string): string =>
    `Taught on ${date}. Of the frames held back, the model alone gets ${stock} right, and ${personal} with what you taught it.`,
  otherModel:
    'What you taught belongs to another model than the one this page has now, so it is not used. Teach it again, or delete it.',
  save: 'Save as a file',
  open: 'Open a file',
  delete: 'Delete it',
  troubles: {
    'not-kept':
      'This browser lets nothing be kept: it is used until you close the page. Save it as a file to have it again.',
    'not-deleted':
      'It is not used any more, but this browser did not delete it. Clear the data of this site.',
    unreadable: 'What an earlier visit kept cannot be read, so it is not used. Teach it again, or delete it.',
    'file-unreadable': 'This file holds nothing that was taught here. Choose one that “Save as a file” made.',
    'file-of-other-model':
      'This file was taught to another model than the one this page has now. Teach it again instead.',
  },
};
