/** The offer of a pause. */
const several = (count: number, one: string): string => (count === 1 ? `one ${one}` : `${count} ${one}s`);

export const checkIn = {
  title: 'Check-in',
  about:
    'When your face looks angry or sad for long, the page can offer you a pause. It may be mistaken, and it tells nobody.',
  switchOn: 'Offer me a pause',
  lasting: 'When it lasts',
  duration: (seconds: number): string =>
    seconds < 60 ? several(seconds, 'second') : several(seconds / 60, 'minute'),
  share: 'For at least',
  ofThatTime: (percent: string): string => `${percent} of that time`,
  counts: (offered: number, taken: number): string =>
    `Offered ${several(offered, 'time')}, taken ${several(taken, 'time')}. Kept on this device while this is on.`,

  offer: 'Your face has looked tense or low for a while. That may be a mistake. Would a pause do you good?',
  breathe: 'Breathe with me',
  stretch: 'A stretch',
  pause: 'A five-minute break',
  notNow: 'Not now',
  notToday: 'Not today',
  breatheIn: 'Breathe in',
  breatheOut: 'Breathe out',
  stretching:
    'Let your shoulders drop. Turn your head slowly to one side, then to the other. Stretch your arms up, and look at something far away for a moment.',
  backIn: 'Back in',
  untilThen: 'Nobody needs you until then.',
  over: 'Five minutes are over. Welcome back.',
  done: 'Done',
};
