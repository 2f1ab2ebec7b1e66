import type { Messages } from '../en';

export const session: Messages['session'] = {
  title: 'Diese Sitzung',
  nobodyYet: 'Bisher war niemand im Bild.',
  mostly: (label) => `Meist ${label}`,
  times: (label, count) => `${label} ${count === 1 ? 'einmal' : `${count}-mal`}`,
  withFace: (parts, seen_s) => {
    const seconds = Math.round(seen_s);
    const minutes = Math.round(seen_s / 60);
    const time =
      seen_s < 90
        ? seconds === 1
          ? 'eine Sekunde'
          : `${seconds} Sekunden`
        : minutes === 1
          ? 'eine Minute'
          : `${minutes} Minuten`;
    return `${parts.join(', ')}; ${time} mit einem Gesicht.`;
  },
  nobodyThen: 'niemand im Bild',
  moment: 'Augenblick der Sitzung',
  noMoment: 'keiner gewählt',
  pointAtIt: 'Zeig auf das Diagramm, oder nimm die Pfeiltasten, um einen Augenblick zu sehen.',
  balance: 'Die Linie ist die Bilanz: oben freundliche Blicke, unten unfreundliche.',
  actions: 'Sitzung',
  mark: 'Augenblick markieren',
  saveAs: (format) => `Als ${format} speichern`,
  forget: 'Alles vergessen',
  keptInTab: 'Nur in diesem Tab, und weg, sobald du ihn schließt oder „Alles vergessen“ wählst.',

  keepMoment: 'Augenblick behalten',
  pictureToKeep: 'Das Bild zum Behalten',
  blur: 'Gesichter unkenntlich machen',
  ways: { saved: 'Speichern', copied: 'Kopieren', shared: 'Teilen' },
  kept: {
    saved: 'Als Datei gespeichert.',
    copied: 'Kopiert. Füg es ein, wo du magst.',
    shared: 'Weitergegeben.',
  },
  close: 'Schließen',
  caption: (when, model) => `${when} · Mood Mirror, Modell ${model} · ein Blick, kein Gefühl`,
};
