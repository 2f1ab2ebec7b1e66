/** The session's chart and files, and moments that are kept. */
const several = (count: number, one: string): string => (count === 1 ? `one ${one}` : `${count} ${one}s`);

export const session = {
  title: 'This session',
  nobodyYet: 'Nobody was in view yet.',
  mostly: (label: string): string => `Mostly ${label}`,
  /** A share that is too small to be told in percent. */
  times: (label: string, count: number): string => `${label} ${count === 1 ? 'once' : `${count} times`}`,
  withFace: (parts: readonly string[], seen_s: number): string => {
    const time =
      seen_s < 90 ? several(Math.round(seen_s), 'second') : several(Math.round(seen_s / 60), 'minute');
    return `${parts.join(', ')}; ${time} with a face.`;
  },
  nobodyThen: 'nobody in view',
  moment: 'Moment of the session',
  noMoment: 'none chosen',
  pointAtIt: 'Point at the chart, or use the arrow keys, to see a moment.',
  balance: 'The line is the balance: up for pleasant looks, down for unpleasant ones.',
  actions: 'Session',
  mark: 'Mark this moment',
  saveAs: (format: string): string => `Save as ${format}`,
  forget: 'Forget everything',
  keptInTab: 'Kept in this tab only, and gone when you close it or choose “Forget everything”.',

  keepMoment: 'Keep this moment',
  pictureToKeep: 'The picture to keep',
  blur: 'Blur the faces',
  ways: { saved: 'Save', copied: 'Copy', shared: 'Share' },
  kept: { saved: 'Saved as a file.', copied: 'Copied. Paste it where you like.', shared: 'Handed over.' },
  close: 'Close',
  caption: (when: string, model: string): string =>
    `${when} · Mood Mirror, model ${model} · a look, not a feeling`,
};
