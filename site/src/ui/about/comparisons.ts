import { html, nothing, type TemplateResult } from 'lit';
import type { Card } from '../../about/card';
import { harms } from '../../about/figures';
import { percent, percents, points, w } from '../../about/words';
import { decimal, whole } from '../../messages/numbers';
import { bars, tableInstead } from './parts';

/** What it costs when a face is moved, dimmed, covered or worsened. */
export function robustness({ evaluation, robustness }: Card): TemplateResult {
  const { count, accuracy } = evaluation.splits.PrivateTest;
  const { harm } = w();
  const all = harms(robustness);
  const worst = Math.max(0.01, ...all.map(({ loss }) => loss));
  return html`
    <p>${harm.intro(whole(count), percent(accuracy, 1))}</p>
    ${bars(
      harm.bars,
      all.map(({ name, accuracy, loss }) => ({
        label: harm.conditions[name] ?? name,
        figures: harm.row(`${loss > 0 ? '−' : '+'}${points(Math.abs(loss))}`, percent(accuracy, 1)),
        share: loss / worst,
        hue: 'var(--accent)',
      })),
    )}
  `;
}

/** Other networks on the same pictures, and the people of FER+. */
export function peers({ evaluation, peers, agreement }: Card, name: string): TemplateResult {
  const { others } = w();
  const { columns } = others;
  const ours = { ...evaluation.splits.PrivateTest, latency_ratio: 1 };
  const networks = Object.entries({ [others.ours(name)]: ours, ...peers });
  const slowest = Math.max(...networks.map(([, { latency_ratio }]) => latency_ratio));
  const people = agreement['PrivateTest'];
  return html`
    <p>${others.intro(whole(ours.count))}</p>
    <h3>${others.accuracy}</h3>
    ${bars(
      others.accuracy,
      networks.map(
        (
          [
            label,
            {
              accuracy,
              accuracy_interval_95: [low = 0, high = 0],
            },
          ],
          i,
        ) => ({
          label,
          figures: others.row(percent(accuracy, 1), percents([low, high], 1)),
          share: accuracy,
          interval: [low, high],
          hue: hueAmong(i),
        }),
      ),
    )}
    <h3>${others.times}</h3>
    ${bars(
      others.times,
      networks.map(([label, { latency_ratio }], i) => ({
        label,
        figures: others.multiple(decimal(latency_ratio, 2)),
        share: latency_ratio / slowest,
        hue: hueAmong(i),
      })),
    )}
    <p class="aside">${others.time}</p>
    ${tableInstead({
      caption: others.caption,
      columns: [columns.name, columns.right, columns.interval, columns.f1, columns.time],
      rows: networks.map(([network, figures]) => [
        network,
        percent(figures.accuracy, 1),
        percents(figures.accuracy_interval_95, 1),
        decimal(figures.macro_f1, 3),
        others.multiple(decimal(figures.latency_ratio, 2)),
      ]),
    })}
    <p class="aside">${others.f1}</p>
    ${
      people
        ? html`<h3>${others.people}</h3>
            <p>
              ${others.agreement(whole(people.count), percent(people.model, 1), percent(people.labels, 1))}
            </p>`
        : nothing
    }
  `;
}

/** Ours, which stands first, and the others. */
const hueAmong = (index: number): string =>
  index === 0 ? 'var(--accent)' : 'color-mix(in srgb, var(--ink-soft) 55%, var(--line))';
