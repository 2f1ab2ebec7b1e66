import type { Messages } from '../en';

export const card: Messages['card'] = {
  more: 'Todo sobre este modelo: qué confunde, a quién puede pasar por alto, qué rápido es aquí',
  title: 'Sobre el modelo',
};
