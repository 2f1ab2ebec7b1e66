import './ui/style.css';
import { Session } from './session';
import { MoodMirrorApp } from './ui/app';

const app = document.querySelector('mood-mirror-app') as MoodMirrorApp;
const video = Object.assign(document.createElement('video'), { playsInline: true, muted: true });
const still = document.createElement('canvas');

const session = new Session(new URL('.', location.href), video, still, (state) => {
  app.state = state;
});
app.video = video;
app.still = still;
app.addEventListener('intent', (event) => session.handle(event.detail));
addEventListener('pagehide', () => session.stop());
void session.load();
