import './ui/style.css';
import { onOffered } from './input/offered';
import { isInApp } from './input/in-app';
import { startLanguage } from './preferences';
import { Session } from './session';
import './ui/app';
import type { MoodMirrorApp } from './ui/app';
import { loadChartAhead } from './ui/timeline-chart';

const app = document.querySelector('mood-mirror-app') as MoodMirrorApp;
const video = Object.assign(document.createElement('video'), { playsInline: true, muted: true });
const still = document.createElement('canvas');

const session = new Session(new URL('.', location.href), video, still, (state) => {
  app.state = state;
});
app.video = video;
app.still = still;
app.inApp = isInApp(navigator.userAgent);
app.addEventListener('intent', (event) => session.handle(event.detail));
onOffered(
  window,
  (files) => session.handle({ type: 'use-files', files }),
  (isOver) => app.toggleAttribute('data-hovered', isOver),
);
addEventListener('pagehide', () => session.stop());
void session.load().then(loadChartAhead);
await startLanguage();
app.canSpeak = true;
