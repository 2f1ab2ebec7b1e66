import type { Messages } from '../en';

export const updates: Messages['updates'] = {
  ready: 'Eine neue Version dieser Seite ist da.',
  reload: 'Neu laden',
  loses: 'Damit endet diese Sitzung: Sichere sie vorher, wenn du sie behalten willst.',
  elsewhere: 'Sie startet, sobald die anderen Tabs mit dieser Seite geschlossen sind.',
  keep: 'Diese Seite auf meinem Gerät behalten, damit sie sich ohne Netz öffnet',
};
