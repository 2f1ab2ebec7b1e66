import type { Messages } from '../en';

export const failures: Messages['failures'] = {
  reasons: {
    'no-camera': {
      title: 'Keine Kamera gefunden',
      sentence: 'Schließ eine an oder schalte sie ein und versuch es noch einmal, oder nimm ein Foto.',
    },
    'permission-denied': {
      title: 'Die Kamera ist nicht erlaubt',
      sentence:
        'Erlaube sie dieser Seite über das Kamera- oder Schlosszeichen in der Adresszeile und versuch es noch einmal. Ein Foto braucht keine Erlaubnis.',
    },
    'camera-in-use': {
      title: 'Die Kamera ist beschäftigt',
      sentence:
        'Ein anderes Programm oder ein anderer Tab scheint sie zu benutzen. Schließ das und versuch es noch einmal, oder nimm ein Foto.',
    },
    'camera-lost': {
      title: 'Die Kamera ist weg',
      sentence:
        'Sie wurde abgezogen oder ausgeschaltet. Verbinde sie wieder und versuch es noch einmal, oder nimm ein Foto.',
    },
    'insecure-context': {
      title: 'Diese Adresse ist nicht sicher',
      sentence:
        'Browser geben Kamera und Dateiprüfung nur Seiten, die über https oder auf localhost geöffnet sind. Öffne die Seite so.',
    },
    unsupported: {
      title: 'Dieser Browser gibt keine Kamera her',
      sentence:
        'Seiten, die in einer anderen App geöffnet sind, bekommen oft keine. Öffne diese Seite in deinem normalen Browser, oder nimm ein Foto.',
    },
    'picture-unreadable': {
      title: 'Diese Datei ist kein lesbares Bild',
      sentence:
        'JPEG, PNG und WebP gehen überall; HEIC und SVG oft nicht. Wähle ein anderes Foto, oder nimm die Kamera.',
    },
    'film-unreadable': {
      title: 'Dieser Film lässt sich hier nicht abspielen',
      sentence:
        'MP4 mit H.264 und WebM spielt fast jeder Browser ab, eine beschädigte Datei keiner. Wähle einen anderen Film oder ein Foto, oder nimm die Kamera.',
    },
    'film-without-picture': {
      title: 'In diesem Film ist kein Bild',
      sentence:
        'Er enthält nur Ton oder Bilder in einem Format, das dieser Browser nicht kennt. MP4 mit H.264 geht fast überall.',
    },
    'model-missing': {
      title: 'Das Modell ist nicht da',
      sentence:
        'Eine Datei des Modells konnte nicht geladen werden. Prüf die Verbindung und versuch es noch einmal; bleibt es so, ist die Seite unvollständig.',
    },
    'model-altered': {
      title: 'Das Modell ist nicht das veröffentlichte',
      sentence:
        'Eine Datei des Modells weicht von ihrer Prüfsumme ab und wurde nicht benutzt. Versuch es noch einmal; bleibt es so, wurde die Seite verändert oder beschädigt.',
    },
    'model-invalid': {
      title: 'Das Modell passt nicht zu dieser Seite',
      sentence:
        'Seine Beschreibung sagt etwas, das diese Seite nicht versteht. Sie muss mit einem passenden Modell neu gebaut werden.',
    },
    'detector-missing': {
      title: 'Die Gesichtserkennung ist nicht da',
      sentence:
        'Ihre Dateien konnten nicht geladen werden. Prüf die Verbindung und versuch es noch einmal; bleibt es so, ist die Seite unvollständig.',
    },
    'detector-altered': {
      title: 'Die Gesichtserkennung ist nicht die veröffentlichte',
      sentence:
        'Eine ihrer Dateien weicht von ihrer Prüfsumme ab und wurde nicht verwendet. Versuch es noch einmal; bleibt es so, wurde die Seite verändert oder beschädigt.',
    },
    'backend-failed': {
      title: 'Dieser Browser kann das Modell nicht berechnen',
      sentence:
        'Keiner der möglichen Wege läuft hier. Ein neuerer Browser genügt, etwa Chrome, Edge, Firefox oder Safari.',
    },
    'engine-lost': {
      title: 'Das Rechnen hat aufgehört',
      sentence: 'Was das Modell berechnet, endete und ließ sich nicht neu starten. Lade die Seite neu.',
    },
    'engine-failed': {
      title: 'Das Rechnen hat aufgehört',
      sentence:
        'Der Browser konnte nicht weiterrechnen. Versuch es noch einmal; geschieht es wieder, lade die Seite neu.',
    },
  },
  missing: {
    wasm: 'WebAssembly ließ sich nicht starten; die Seite rechnet auf anderem Weg und ist vielleicht langsamer.',
    webgl:
      'WebGL läuft in diesem Browser nicht; die Seite rechnet auf anderem Weg. Sonst ändert sich nichts.',
    webgpu:
      'WebGPU läuft in diesem Browser nicht; die Seite rechnet auf anderem Weg. Sonst ändert sich nichts.',
    cpu: 'Der einfache Weg zu rechnen ist gescheitert; die Seite rechnet auf anderem Weg.',
  },
};
