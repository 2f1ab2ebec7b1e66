/** Learns a head from what was acted, and checks it on frames that it has not seen. */
import type { Manifest } from '../manifest';
import type { Check, Example, Learned, Score } from '../teach/head';
import { corrected, fit } from './fit';
import { softmax } from './softmax';

/** The last third of each expression's frames is held back. Drawn at random, it would hold near-copies of those learned from. */
const HELD_BACK = 1 / 3;
/** For the same reason those between the two parts are left out. */
const LEFT_OUT = 1 / 15;

/** Examples in the order they were seen -> those to learn from and those to check with, of every expression. */
export function split(examples: readonly Example[]): { learn: Example[]; check: Example[] } {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const parts = labels.map((acted) => {
    const own = examples.filter(({ label }) => label === acted);
    const held = Math.floor(HELD_BACK * own.length);
    const left = Math.ceil(LEFT_OUT * own.length);
    return {
      learn: own.slice(0, Math.max(0, own.length - held - left)),
      check: own.slice(own.length - held),
    };
  });
  return { learn: parts.flatMap(({ learn }) => learn), check: parts.flatMap(({ check }) => check) };
}

/** The head for these examples, given in the order they were seen, with its check. */
export function learn(examples: readonly Example[], { labels, output }: Manifest): Learned {
  const parts = split(examples);
  const head = fit(parts.learn, output.temperature, labels.length);
  const judged = parts.check.map((example): Judged => ({
    label: example.label,
    stock: softmax(example.logits, output.temperature),
    personal: softmax(corrected(head, example), output.temperature),
  }));
  const check: Check = {
    labels: labels.flatMap((label, k) => {
      const own = judged.filter((row) => row.label === k);
      const right = (who: Judge) => own.filter((row) => isRight(row, who)).length;
      return own.length === 0
        ? []
        : { label, count: own.length, stock: right('stock'), personal: right('personal') };
    }),
    stock: scoreOf(judged, 'stock'),
    personal: scoreOf(judged, 'personal'),
  };
  return { head, check };
}

type Judge = 'stock' | 'personal';

/** One frame's probabilities by both. */
interface Judged extends Readonly<Record<Judge, readonly number[]>> {
  readonly label: number;
}

const isRight = (row: Judged, who: Judge): boolean => row[who].indexOf(Math.max(...row[who])) === row.label;

function scoreOf(rows: readonly Judged[], who: Judge): Score {
  const loss = rows.reduce((sum, row) => sum - Math.log(Math.max(row[who][row.label] ?? 0, 1e-12)), 0);
  return {
    accuracy: rows.filter((row) => isRight(row, who)).length / Math.max(1, rows.length),
    log_loss: loss / Math.max(1, rows.length),
  };
}
