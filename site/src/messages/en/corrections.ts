import type { Outcome } from '../../corrections/correction';

/** What a visitor corrects, and what becomes of it. */
export const corrections = {
  wrong: 'That’s wrong, it was …',
  /** Of one of several photos. */
  wrongIn: (photo: string): string => `That’s wrong, it was … (${photo})`,
  crop: 'The small grey picture of the face, as it was when you pressed',
  whichFace: 'Which face?',
  face: (number: number, label: string): string => `Face ${number}, looks ${label}`,
  question: 'What did it look like?',
  storing:
    'Press a word, and only then is this small grey picture stored: with the word, on this device, nowhere else, until you delete it. Other people’s faces only with their agreement.',
  cancel: 'Never mind',
  keptAs: (label: string): string => `Stored as “${label}”.`,
  undo: 'Undo',

  title: (count: number): string =>
    count === 0
      ? 'Corrections'
      : count === 1
        ? '1 correction kept on this device'
        : `${count} corrections kept on this device`,
  about:
    'Where the page is wrong about a face, “That’s wrong, it was …” stores the small grey picture that the model saw, with what it was and what the page had said. Nothing is sent. Saved as a zip, the corrections train a model of your own:',
  save: 'Save as zip',
  delete: 'Delete all',
  outcomes: {
    'taken-back': 'Taken back. The picture is deleted.',
    saved: 'Saved. They stay on this device until you delete them.',
    deleted: 'All corrections are deleted.',
    blocked:
      'This browser lets the page store nothing just now; a private window, perhaps. So nothing was done.',
    full: 'There is no room left on this device, so nothing was stored. Save the corrections as a zip and delete them.',
    'not-packed':
      'What makes the file could not be loaded. Are you offline? Reload the page later: what is stored stays.',
  } as Readonly<Record<Exclude<Outcome, 'kept'>, string>>,
};
