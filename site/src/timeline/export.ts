/** A timeline as files for other programs. Pure. */
import { weightsDigest, type Manifest } from '../manifest';
import type { Timeline } from './timeline';

/** Spreadsheets take cells that begin like this, some of them past white space and in full width, for formulas; an apostrophe in front keeps them text. */
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** A row for each face of each moment, an empty face where nobody was in view, and a row for each mark; RFC 4180, times in UTC. */
export function toCsv(timeline: Timeline, manifest: Manifest): string {
  const { name, labels } = manifest;
  const sha256 = weightsDigest(manifest);
  const header = [
    'time',
    'mark',
    'face',
    'label',
    'confidence',
    ...labels,
    'backend',
    'total_ms',
    'model',
    'model_sha256',
    'film_s',
  ];
  const rows = timeline.moments.flatMap(({ time_ms, faces, backend, total_ms, film_s }) =>
    (faces.length ? faces : [null]).map((face) => ({
      time_ms,
      cells: [
        '',
        face?.id ?? '',
        face?.label ?? '',
        face ? rounded(face.confidence) : '',
        ...labels.map((label) => (face ? rounded(face.probabilities[label] ?? 0) : '')),
        backend,
        rounded(total_ms),
        name,
        sha256,
        film_s === undefined ? '' : rounded(film_s),
      ],
    })),
  );
  const marks = timeline.marks.map((time_ms, i) => ({
    time_ms,
    cells: [i + 1, ...Array<string>(labels.length + 5).fill(''), name, sha256, ''],
  }));
  const lines = [...rows, ...marks]
    .sort((a, b) => a.time_ms - b.time_ms)
    .map(({ time_ms, cells }) => [new Date(time_ms).toISOString(), ...cells]);
  return [header, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

export function toJson(timeline: Timeline, manifest: Manifest): string {
  const written = {
    model: { name: manifest.name, sha256: weightsDigest(manifest) },
    labels: manifest.labels,
    marks: timeline.marks.map((time_ms) => new Date(time_ms).toISOString()),
    moments: timeline.moments.map(({ time_ms, faces, backend, total_ms, film_s }) => ({
      time: new Date(time_ms).toISOString(),
      ...(film_s === undefined ? {} : { film_s: rounded(film_s) }),
      backend,
      total_ms: rounded(total_ms),
      faces: faces.map(({ id, label, confidence, probabilities }) => ({
        id,
        label,
        confidence: rounded(confidence),
        probabilities: Object.fromEntries(
          Object.entries(probabilities).map(([key, value]) => [key, rounded(value)]),
        ),
      })),
    })),
  };
  return `${JSON.stringify(written, null, 1)}\n`;
}
