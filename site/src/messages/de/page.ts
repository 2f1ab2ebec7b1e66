import type { Messages } from '../en';

export const page: Messages['page'] = {
  tagline: 'Wie ein Gesicht aussieht, auf deinem eigenen Gerät berechnet',
  demo: 'Vorführmodell: Es hat nur aus gezeichneten Gesichtern gelernt. Was es über ein echtes sagt, bedeutet wenig.',
  language: 'Sprache',

  noticeTitle: 'Bevor die Kamera angeht',
  noticeGuesses: (labels) =>
    `Diese Seite rät, welchen von ${labels.length} Ausdrücken ein Gesicht zeigt: ${labels.slice(0, -1).join(', ')} oder ${labels.at(-1)}. Ein Blick ist kein Gefühl.`,
  noticeWrong: (accuracy, count, drawn) =>
    `Sie kann sich irren und tut es oft: Richtig lag sie bei ${accuracy} von ${count} ${drawn ? 'gezeichneten Testbildern' : 'Testbildern'}.`,
  noticePrivate:
    'Nichts verlässt dieses Gerät. Kein Bild wird gesendet, und keines gespeichert, wenn du es nicht willst.',
  noticePurpose:
    'Sie ist zum Ausprobieren da. Beurteile niemanden danach, schon gar nicht bei der Arbeit oder in der Schule.',
  noticeInApp:
    'Du bist in einer anderen App, und die gibt oft keine Kamera frei. Öffne diese Seite in deinem Browser: Im Menü heißt das meist „Im Browser öffnen“.',

  controls: 'Bedienung',
  predictOnce: 'Einmal',
  start: 'Live starten',
  stop: 'Live beenden',

  loading: 'Das Modell wird geladen und geprüft …',
  askingTitle: 'Darf die Kamera benutzt werden?',
  asking: 'Dein Browser fragt gerade. Wähle „Zulassen“, um in den Spiegel zu schauen.',
  switchCamera: 'Kamera wechseln',
  fullScreen: 'Vollbild',
  follow: (face) => `Gesicht ${face} verfolgen`,
  photos: 'Fotos',

  expressions: 'Ausdrücke',
  barValue: (percent) => `${percent} Prozent`,
  noValue: 'nichts gemessen',
  modelInput: (width, height) => `Was das Modell sieht: ${width} × ${height} graue Pixel`,
  modelInputAlt: 'Der graue Ausschnitt des Gesichts, den das Modell sieht',
  modelInputNone: 'Noch nichts zu sehen für das Modell',

  tryAgain: 'Noch einmal versuchen',
  useCamera: 'Kamera verwenden',
  details: 'Einzelheiten',
  carryOn: 'Weiter',

  spokenOn: 'Änderungen vorlesen lassen',

  footerPrivate:
    'Alles wird auf deinem Gerät berechnet. Die Seite spricht mit keiner anderen und behält nichts über dich, wenn du es nicht willst.',
  footerDocs: 'Dokumentation',
  footerLicences: 'Ihre Lizenzen',
  footerShips: (parts) => `Enthält ${parts}.`,
  footerDetector: (detector) => `die Gesichtserkennung ${detector} von Google (Bazarevsky et al. 2019)`,
};
