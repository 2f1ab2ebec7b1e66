import type { Messages } from '../en';

export const updates: Messages['updates'] = {
  ready: 'Hay una nueva versión de esta página.',
  reload: 'Recargar',
  loses: 'Al recargar termina esta sesión: guárdala antes si la quieres conservar.',
  elsewhere: 'Empezará cuando cierres las demás pestañas con esta página.',
  keep: 'Guardar esta página en mi dispositivo para abrirla sin conexión',
};
