import type { Messages } from '../en';

export const card: Messages['card'] = {
  more: 'Alles über dieses Modell: was es verwechselt, wen es übersieht, wie schnell es hier ist',
  title: 'Über das Modell',
};
