import { html, nothing, type TemplateResult } from 'lit';
import { expressions, spreadOf, sum } from '../../about/figures';
import type { Shown } from '../../about/state';
import { percent, points, w } from '../../about/words';
import { neededToStart } from '../../files';
import { weightsDigest } from '../../manifest';
import { currentLanguage } from '../../messages/current';
import { named } from '../../messages/labels';
import { decimal, listed, whole } from '../../messages/numbers';
import { sentences } from './parts';

const FER2013 = 'fer2013';
/** Fewer test faces than this make a figure rough. */
const FEW_FACES = 100;

export const pixelsOf = ({ input }: Shown['manifest']): string =>
  `${whole(input.width)} × ${whole(input.height)}`;

/** Bytes of the network itself, as it is downloaded. */
export const downloadOf = ({ files }: Shown['manifest']): string =>
  w().kilobytes(whole(sum(neededToStart(files).map(({ bytes }) => bytes)) / 1000));

export function purpose({ manifest }: Shown): TemplateResult {
  const { labels } = manifest;
  const { what } = w();
  return html`
    <p>${what.does(pixelsOf(manifest), whole(labels.length), listed(labels.map(named)))}</p>
    <p>${what.look}</p>
  `;
}

export function data({ manifest, card }: Shown): TemplateResult {
  const { data } = w();
  const { dataset } = manifest.training;
  if (dataset !== FER2013 || !card) {
    return html`<p>${card ? data.other(dataset, whole(card.data.faces)) : data.otherUncounted(dataset)}</p>`;
  }
  const { faces, conflicting, leaked, blank } = card.data;
  const people = card.agreement['PrivateTest'];
  return html`
    <p>${data.fer2013(whole(faces))}</p>
    ${sentences([
      people && data.shaky(percent(people.labels, 1)),
      data.conflicting(whole(conflicting)),
      data.leaked(whole(leaked.PublicTest + leaked.PrivateTest)),
      data.junk(whole(blank)),
      data.posed,
      data.licence,
    ])}
  `;
}

/** Said of FER2013; nobody knows it of another data set. */
export const missing = ({ manifest }: Shown): TemplateResult | null =>
  manifest.training.dataset === FER2013
    ? html`<p>${w().missing.unknown}</p>
        <p>${w().missing.you}</p>`
    : null;

export function limits({ manifest: { labels }, card }: Shown): TemplateResult {
  const { limits, quoted } = w();
  const counted = card ? expressions(labels, card.evaluation.splits.PrivateTest.confusion) : [];
  const rare = counted
    .filter(({ faces }) => faces < FEW_FACES)
    .map(({ label, faces }) => limits.rare(quoted(named(label)), whole(faces)));
  return sentences([limits.still, limits.few(whole(labels.length)), ...rare, limits.person]);
}

export const law = (): TemplateResult => html`
  <p>${w().law.good}</p>
  ${sentences(w().law.uses)}
`;

export function origin({ manifest, card }: Shown): TemplateResult {
  const { name, created, training, parameters, quantization, mflops } = manifest;
  const { origin } = w();
  const { python, tensorflow, keras, tensorflowjs } = training.versions;
  const made = new Date(created).toLocaleDateString(currentLanguage(), {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  const facts: [string, string][] = [
    [origin.name, name],
    [origin.made, origin.madeOn(made, training.commit)],
    [origin.recipe, origin.recipeOf(training.preset, whole(training.epochs), String(training.seed))],
    [origin.size, origin.sizeOf(downloadOf(manifest), whole(parameters), quantization)],
    [origin.work, origin.workOf(decimal(mflops, 1))],
    [
      origin.tools,
      listed([
        `Python ${python}`,
        `TensorFlow ${tensorflow}`,
        `Keras ${keras}`,
        `TensorFlow.js ${tensorflowjs}`,
      ]),
    ],
  ];
  return html`
    <dl class="facts">
      ${facts.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
      <div>
        <dt>${origin.digest}</dt>
        <dd><code>${weightsDigest(manifest)}</code></dd>
      </div>
    </dl>
    ${card ? html`<p>${roots(card).join(' ')}</p>` : nothing}
    <p>${origin.ships}</p>
  `;
}

/** What the weights come from, in sentences. */
function roots({ origin: found, seeds }: NonNullable<Shown['card']>): string[] {
  const { origin } = w();
  const begin = (start: string) => origin.starts[start] ?? start;
  const said: string[] = [];
  if (found) {
    const teachers = Object.entries(found.teachers);
    said.push(found.start ? origin.started(begin(found.start)) : origin.random);
    if (teachers.length > 0) said.push(origin.taught(listed(teachers.map(([teacher]) => teacher))));
    for (const [teacher, start] of teachers) {
      if (start) said.push(origin.teacherStarted(teacher, begin(start)));
    }
    if (found.votes) said.push(origin.votes);
  }
  const reached = seeds.map(({ private_test }) => private_test);
  if (reached.length < 2) said.push(origin.oneSeed);
  else {
    const { mean, deviation } = spreadOf(reached);
    said.push(origin.seeds(whole(reached.length), percent(mean, 2), points(deviation, 2)));
  }
  return said;
}

export function making({ manifest, card }: Shown): TemplateResult {
  const { made } = w();
  const { preset } = manifest.training;
  const commands: [string, string][] = [
    [`invoke train --preset ${preset} --data PATH`, made.train],
    [`invoke convert --run ${preset} --release`, made.convert],
    ['invoke evaluate --model model --data PATH', made.evaluate],
    ['invoke evaluate --model model --data PATH --check', made.check],
  ];
  const files = ['manifest.json', ...(card ? ['card.json'] : [])];
  return html`
    <p>${card ? made.intro(card.runtime) : made.introBare}</p>
    <p>${made.files} ${files.map((name) => html`<a href="model/${name}" class="file">${name}</a> `)}</p>
    <p>${made.repeat}</p>
    <dl class="commands">
      ${commands.map(
        ([command, does]) =>
          html`<div>
            <dt><code>${command}</code></dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
  `;
}
