// Says which unfinished network the page has, and offers a reload when there is a newer one.
const note = document.querySelector('#unfinished');
let shown;

function say(newest) {
  note.textContent = `A training state, not a finished model: ${shown.name}. `;
  if (newest.created === shown.created) return;
  const reload = Object.assign(document.createElement('button'), { textContent: 'Reload' });
  reload.addEventListener('click', () => location.reload());
  note.append(`${newest.name} is there. `, reload);
}

let told;
async function look() {
  try {
    const newest = await (await fetch('model/manifest.json', { cache: 'no-cache' })).json();
    shown ??= newest;
    // Words that stand there already are not set again, or a screen reader would speak them each time.
    if (newest.created !== told) say(newest);
    told = newest.created;
  } catch {
    // Between two networks, or nobody serves the page any more: what it has works on.
  }
  setTimeout(look, 2000);
}
void look();
