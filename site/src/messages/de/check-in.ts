import type { Messages } from '../en';

const times = (count: number): string => (count === 1 ? 'einmal' : `${count}-mal`);

export const checkIn: Messages['checkIn'] = {
  title: 'Innehalten',
  about:
    'Wenn dein Gesicht lange wütend oder traurig aussieht, kann die Seite dir eine Pause anbieten. Sie kann sich irren und sagt es niemandem.',
  switchOn: 'Biete mir eine Pause an',
  lasting: 'Wenn es so lange anhält',
  duration: (seconds) =>
    seconds < 60 ? `${seconds} Sekunden` : seconds === 60 ? 'eine Minute' : `${seconds / 60} Minuten`,
  share: 'Mindestens',
  ofThatTime: (percent) => `${percent} der Zeit`,
  counts: (offered, taken) =>
    `Angeboten: ${times(offered)}, angenommen: ${times(taken)}. Bleibt auf diesem Gerät, solange es eingeschaltet ist.`,

  offer:
    'Dein Gesicht sieht seit einer Weile angespannt oder gedrückt aus. Das kann ein Irrtum sein. Täte dir eine Pause gut?',
  breathe: 'Mit mir atmen',
  stretch: 'Strecken',
  pause: 'Fünf Minuten Pause',
  notNow: 'Jetzt nicht',
  notToday: 'Heute nicht',
  breatheIn: 'Einatmen',
  breatheOut: 'Ausatmen',
  stretching:
    'Lass die Schultern sinken. Dreh den Kopf langsam zur einen, dann zur anderen Seite. Streck die Arme nach oben, und schau einen Moment auf etwas weit Entferntes.',
  backIn: 'Zurück in',
  untilThen: 'Bis dahin braucht dich niemand.',
  over: 'Fünf Minuten sind um. Willkommen zurück.',
  done: 'Fertig',
};
