import { html, type TemplateResult } from 'lit';
import { expressions, sum, type Expression } from '../../about/figures';
import type { Shown } from '../../about/state';
import { percent, percents, w } from '../../about/words';
import { named } from '../../messages/labels';
import { whole } from '../../messages/numbers';
import { bars, hueOf, tableInstead } from './parts';

/** How often the model is right: all in all, and by expression. */
export function accuracy({ manifest, card }: Shown): TemplateResult {
  const { PrivateTest: all, 'PrivateTest-deduplicated': deduplicated } =
    card?.evaluation.splits ?? manifest.metrics;
  const { right } = w();
  return html`
    <p>
      ${right.overall(whole(all.count), percent(all.accuracy, 1), percents(all.accuracy_interval_95, 1))}
      ${right.deduplicated(whole(deduplicated.count), percent(deduplicated.accuracy, 1))}
    </p>
    ${card ? withIntervals(expressions(manifest.labels, card.evaluation.splits.PrivateTest.confusion)) : recallOnly(manifest)}
  `;
}

function withIntervals(all: readonly Expression[]): TemplateResult {
  const { right, quoted } = w();
  const { columns } = right;
  const [commonest] = [...all].sort((a, b) => b.faces - a.faces);
  const faces = sum(all.map((expression) => expression.faces));
  return html`
    ${
      commonest
        ? html`<p>${right.always(quoted(named(commonest.label)), percent(commonest.faces / faces, 1))}</p>`
        : ''
    }
    ${bars(
      right.bars,
      all.map(({ label, recall, interval, faces }, i) => ({
        label: named(label),
        figures: right.row(percent(recall, 0), whole(faces), percents(interval ?? [], 0)),
        share: recall,
        interval,
        hue: hueOf(i),
      })),
    )}
    <p class="aside">${right.howToRead}</p>
    ${tableInstead({
      caption: right.caption,
      columns: [columns.label, columns.faces, columns.recall, columns.interval, columns.precision],
      rows: all.map(({ label, faces, recall, interval, precision }) => [
        named(label),
        whole(faces),
        percent(recall, 1),
        percents(interval ?? [], 1),
        precision === null ? right.never : percent(precision, 1),
      ]),
    })}
  `;
}

/** Without a card there are no counts, so no intervals either. */
const recallOnly = ({ labels, metrics }: Shown['manifest']): TemplateResult =>
  bars(
    w().right.bars,
    labels.map((label, i) => {
      const share = metrics.PrivateTest.recall[label] ?? 0;
      return { label: named(label), figures: percent(share, 0), share, hue: hueOf(i) };
    }),
  );
