import type { Messages } from '../en';

const looks: Readonly<Record<string, string>> = {
  angry: 'Schau wütend',
  disgust: 'Schau angeekelt',
  fear: 'Schau ängstlich',
  happy: 'Schau fröhlich',
  sad: 'Schau traurig',
  surprise: 'Schau überrascht',
  neutral: 'Schau neutral',
};

export const teach: Messages['teach'] = {
  title: 'Dein Gesicht beibringen',
  intro:
    'Spiel jeden Ausdruck ein paar Sekunden lang vor, und die Seite lernt, wie er bei dir aussieht: mit deinem Bart, deiner Brille oder deiner Maske. Das dauert etwa eine Minute.',
  caveat:
    'Gespielte Gesichter sind anders als gefühlte, und geprüft wird an Bildern aus derselben Minute. An einem anderen Tag gelingt es also etwas seltener.',
  privacy:
    'Was sie lernt, bleibt als Zahlen auf diesem Gerät; kein Bild wird aufbewahrt. Es gilt nur für die Kamera, nie für Fotos, und bei mehreren Gesichtern nur für das, von dem die Anzeige spricht.',
  begin: 'Anfangen',
  beginAgain: 'Neu beibringen',

  look: (label) => looks[label] ?? `Schau ${label}`,
  hints: {
    angry: 'Brauen nach unten, Lippen aufeinander.',
    disgust: 'Nase gerümpft, Oberlippe hochgezogen.',
    fear: 'Brauen hoch und zusammen, Augen weit, Mund in die Breite.',
    happy: 'Lächle, auch mit den Augen.',
    sad: 'Innere Enden der Brauen hoch, Mundwinkel nach unten.',
    surprise: 'Brauen hoch, Mund offen.',
    neutral: 'Lass alles locker.',
  },
  yourWay: 'Am besten so, wie du es immer machst.',
  step: (number, of) => `Ausdruck ${number} von ${of}`,
  ready: 'Mach dich bereit …',
  hold: 'So bleiben …',
  nobody: 'Kein Gesicht im Bild. Die Seite wartet auf dich.',
  paused: 'Angehalten.',
  seen: 'Von diesem Ausdruck gesehen',
  pause: 'Anhalten',
  goOn: 'Weiter',
  skip: 'Auslassen',
  cancel: 'Abbrechen',

  fitting: 'Wird ausgerechnet …',
  tooLittle: 'Zu wenig, um daraus zu lernen',
  tooLittleWhy: 'Um Ausdrücke zu unterscheiden, braucht es mindestens zwei.',
  failed: 'Das ließ sich nicht ausrechnen',
  failedWhy:
    'Es hat sich nichts geändert. Versuch es noch einmal; wenn es wieder passiert, lade die Seite neu.',
  better: 'So liest die Seite dich besser',
  betterBy: (stock, personal) =>
    `Von den Bildern, aus denen nicht gelernt wurde, erkennt das Modell allein ${stock} richtig, mit dem Gelernten ${personal}.`,
  notBetter: 'Das Modell bleibt, wie es ist',
  notBetterBy: (stock, personal) =>
    `Von den Bildern, aus denen nicht gelernt wurde, erkennt das Modell allein ${stock} richtig, mit dem Gelernten ${personal}. Das ist kein Gewinn, also ändert sich nichts.`,
  caption: 'Richtig erkannt von den zurückgehaltenen Bildern',
  expression: 'Ausdruck',
  stock: 'Vorher',
  personal: 'Nachher',
  of: (right, count) => `${right} von ${count}`,
  use: 'Verwenden',
  throwAway: 'Wegwerfen',
  tryAgain: 'Noch einmal',
  close: 'Schließen',

  mark: 'Mit dem, was du ihr beigebracht hast',
  made: (date, stock, personal) =>
    `Beigebracht am ${date}. Von den zurückgehaltenen Bildern werden ${personal} richtig erkannt, vom Modell allein ${stock}.`,
  otherModel:
    'Was du beigebracht hast, gehört zu einem anderen Modell als dem, das diese Seite jetzt hat, und wird nicht verwendet. Bring es neu bei oder lösch es.',
  save: 'Als Datei sichern',
  open: 'Datei öffnen',
  delete: 'Löschen',
  troubles: {
    'not-kept':
      'Dieser Browser lässt nichts aufbewahren: Es wird verwendet, bis du die Seite schließt. Als Datei gesichert hast du es auch später.',
    'not-deleted':
      'Es wird nicht mehr verwendet, aber dieser Browser hat es nicht gelöscht. Lösch die Daten dieser Website.',
    unreadable:
      'Was bei einem früheren Besuch aufbewahrt wurde, ist nicht lesbar und wird nicht verwendet. Bring es neu bei oder lösch es.',
    'file-unreadable':
      'In dieser Datei steht nichts, was hier beigebracht wurde. Wähl eine, die mit „Als Datei sichern“ entstanden ist.',
    'file-of-other-model':
      'Diese Datei gehört zu einem anderen Modell als dem, das diese Seite jetzt hat. Bring es stattdessen neu bei.',
  },
};
