// Asks once a second how far the training is, fills the bar, and reloads the report when it has something new.
const bar = document.querySelector('#watch');
const stand = bar.querySelector('[data-role="stand"]');
const progress = bar.querySelector('progress');
const live = bar.querySelector('[data-role="live"]');

const SURELY_LATE = 3;

function words({ phase, epochs, of, seconds }, since) {
  if (phase === 'done') return `Finished after ${epochs} epochs; this is the report that stands in the run's folder.`;
  if (phase === 'measuring') return `${epochs} epochs are done, and the network is being measured.`;
  const now = `Epoch ${epochs + 1} of ${of}`;
  if (seconds === null) return `${now}, begun ${since} s ago; how long one takes is known at its end.`;
  if (since > SURELY_LATE * seconds) return `${now}: nothing new for ${since} s. Is it still training?`;
  return `${now}, some ${Math.min(99, Math.round((100 * since) / seconds))} % by the time that the last one took.`;
}

function show(state) {
  // Both clocks are this machine's.
  const since = Math.max(0, Math.round(Date.now() / 1000 - state.began));
  const said = words(state, since);
  if (stand.textContent !== said) stand.textContent = said;
  const begun = state.phase === 'training' && state.seconds ? Math.min(0.99, since / state.seconds) : 0;
  progress.value = state.epochs + begun;
  progress.max = state.phase === 'training' ? state.of : state.epochs;
  live.hidden = !state.live;
  if (state.live) {
    const link = live.firstElementChild;
    link.textContent = state.live.url ? `Try ${state.live.says} before your own camera` : state.live.says;
    if (state.live.url) link.href = state.live.url;
    else link.removeAttribute('href');
  }
}

async function look() {
  try {
    const state = await (await fetch('state.json', { cache: 'no-cache' })).json();
    if (String(state.version) !== bar.dataset.version) return location.reload();
    show(state);
  } catch {
    stand.textContent = 'Nobody watches this run any more: invoke watch has ended.';
  }
  setTimeout(look, 1000);
}
void look();
