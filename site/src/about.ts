import './ui/style.css';
import './ui/about/about.css';
import { load } from './about/load';
import type { Timing } from './about/state';
import { changeLanguage, startWords, w } from './about/words';
import { onLanguage } from './messages/current';
import { asFailure } from './failure';
import type { AboutPage } from './ui/about/about-page';
import './ui/about/about-page';

const page = document.querySelector('about-page') as AboutPage;
const root = new URL('.', location.href);

const show = (timing: Timing): void => {
  page.timing = timing;
};

/** The engine is loaded only now, and gone again when the figures are there. */
async function measure(): Promise<void> {
  show({ phase: 'starting' });
  try {
    const { measureSpeed, ROUNDS: rounds } = await import('./about/speed');
    const speed = await measureSpeed(root, (done) => show({ phase: 'measuring', done, rounds }));
    show({ phase: 'measured', speed });
  } catch (thrown) {
    show({ phase: 'failed', failure: asFailure(thrown, 'engine-failed') });
  }
}

page.addEventListener('measure', () => void measure());
page.addEventListener('intent', ({ detail }) => {
  if (detail.type === 'use-language') void changeLanguage(detail.language);
});
addEventListener('beforeprint', () => {
  for (const details of page.querySelectorAll('details')) details.open = true;
});

const entitle = (): void => {
  document.title = `Mood Mirror: ${w().title}`;
};

const [found] = await Promise.all([load(new URL('model/', root)), startWords()]);
entitle();
onLanguage(entitle);
page.found = found;
await page.updateComplete;
// The browser looked for the chapter before it was there.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
