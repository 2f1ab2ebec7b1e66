import type { Messages } from '../en';

export const corrections: Messages['corrections'] = {
  wrong: 'Das stimmt nicht, es war …',
  wrongIn: (photo) => `Das stimmt nicht, es war … (${photo})`,
  crop: 'Das kleine graue Bild des Gesichts, so wie es beim Drücken war',
  whichFace: 'Welches Gesicht?',
  face: (number, label) => `Gesicht ${number}, sieht ${label} aus`,
  question: 'Wie sah das Gesicht aus?',
  storing:
    'Erst wenn du ein Wort drückst, wird dieses kleine graue Bild gespeichert: zusammen mit dem Wort, auf diesem Gerät, nirgends sonst, bis du es löschst. Gesichter anderer nur mit deren Einverständnis.',
  cancel: 'Doch nicht',
  keptAs: (label) => `Gespeichert als „${label}“.`,
  undo: 'Rückgängig',

  title: (count) =>
    count === 0
      ? 'Korrekturen'
      : count === 1
        ? '1 Korrektur auf diesem Gerät'
        : `${count} Korrekturen auf diesem Gerät`,
  about:
    'Wo sich die Seite bei einem Gesicht irrt, speichert „Das stimmt nicht, es war …“ das kleine graue Bild, das das Modell gesehen hat, mit dem, was es war und was die Seite gesagt hatte. Gesendet wird nichts. Als ZIP gesichert, trainieren die Korrekturen ein eigenes Modell:',
  save: 'Als ZIP sichern',
  delete: 'Alle löschen',
  outcomes: {
    'taken-back': 'Zurückgenommen. Das Bild ist gelöscht.',
    saved: 'Gesichert. Sie bleiben auf diesem Gerät, bis du sie löschst.',
    deleted: 'Alle Korrekturen sind gelöscht.',
    blocked:
      'Dieser Browser lässt die Seite gerade nichts speichern, vielleicht in einem privaten Fenster. Es ist nichts geschehen.',
    full: 'Auf diesem Gerät ist kein Platz mehr, es wurde nichts gespeichert. Sichere die Korrekturen als ZIP und lösche sie.',
    'not-packed':
      'Der Teil der Seite, der die Datei macht, ließ sich nicht laden. Bist du offline? Lade die Seite später neu: Was gespeichert ist, bleibt.',
  },
};
