import { html, nothing, type TemplateResult } from 'lit';
import type { Interval } from '../../about/figures';
import { w } from '../../about/words';
import { styled } from '../styled';

type Content = TemplateResult | string | number | typeof nothing;

/** A table that scrolls by itself where a phone is too narrow for it. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of each row is its head. */
  readonly rows: readonly (readonly Content[])[];
}

const table = ({ caption, columns, rows }: Table): TemplateResult => html`
  <div class="scroll" role="region" tabindex="0" aria-label=${caption}>
    <table class="figures">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([head, ...cells]) =>
            html`<tr>
              <th scope="row">${head}</th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** A table for those who would rather read figures than a picture. */
export const tableInstead = (...tables: Table[]): TemplateResult =>
  html`<details class="instead">
    <summary>${w().asTable}</summary>
    ${tables.map(table)}
  </details>`;

export interface Bar {
  readonly label: string;
  /** The figures in words; the bar beside them is only their picture. */
  readonly figures: string;
  /** Length of the bar, 0..1. */
  readonly share: number;
  readonly interval?: Interval | null;
  readonly hue: string;
}

/** Bars with their figures beside them and, where there is an interval, a whisker. */
export const bars = (title: string, all: readonly Bar[]): TemplateResult => html`
  <ul class="ranges" role="list" aria-label=${title}>
    ${all.map(
      ({ label, figures, share, interval, hue }) => html`
        <li data-label=${label}>
          <span class="range-label">${label}</span>
          <span class="range-figures">${figures}</span>
          <div class="range" aria-hidden="true">
            <div class="range-fill" ${styled({ 'inline-size': inPercent(share), '--hue': hue })}></div>
            ${interval ? whisker(interval) : nothing}
          </div>
        </li>
      `,
    )}
  </ul>
`;

const inPercent = (share: number): string => `${(100 * Math.max(0, share)).toFixed(2)}%`;

const whisker = ([low, high]: Interval): TemplateResult =>
  html`<div
    class="whisker"
    ${styled({ 'inset-inline-start': inPercent(low), 'inline-size': inPercent(high - low) })}
  ></div>`;

/** A list of sentences; those that do not apply are left out. */
export const sentences = (all: readonly (string | false | null | undefined)[]): TemplateResult =>
  html`<ul>
    ${all.filter(Boolean).map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;

/** Hues belong to the order of the labels, as on the page's other bars. */
export const hueOf = (index: number): string => `var(--expression-${index % 7})`;
