import type { Messages } from '../en';

const times = (count: number): string => (count === 1 ? 'una vez' : `${count} veces`);

export const checkIn: Messages['checkIn'] = {
  title: 'Una pausa',
  about:
    'Cuando tu cara parece enfadada o triste mucho rato, la página puede ofrecerte una pausa. Puede equivocarse, y no se lo cuenta a nadie.',
  switchOn: 'Ofréceme una pausa',
  lasting: 'Cuando dura',
  duration: (seconds) =>
    seconds < 60 ? `${seconds} segundos` : seconds === 60 ? 'un minuto' : `${seconds / 60} minutos`,
  share: 'Al menos durante',
  ofThatTime: (percent) => `el ${percent} de ese tiempo`,
  counts: (offered, taken) =>
    `Ofrecida ${times(offered)}, aceptada ${times(taken)}. Se guarda en este dispositivo mientras esté activada.`,

  offer: 'Tu cara parece tensa o decaída desde hace un rato. Puede ser un error. ¿Te vendría bien una pausa?',
  breathe: 'Respira conmigo',
  stretch: 'Un estiramiento',
  pause: 'Cinco minutos de descanso',
  notNow: 'Ahora no',
  notToday: 'Hoy no',
  breatheIn: 'Inspira',
  breatheOut: 'Espira',
  stretching:
    'Deja caer los hombros. Gira la cabeza despacio hacia un lado y luego hacia el otro. Estira los brazos hacia arriba y mira un momento algo lejano.',
  backIn: 'De vuelta en',
  untilThen: 'Hasta entonces nadie te necesita.',
  over: 'Pasaron cinco minutos. Te damos la bienvenida.',
  done: 'Listo',
};
