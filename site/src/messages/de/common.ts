import type { Messages } from '../en';

export const common: Messages['common'] = {
  percent: (ratio) => `${Math.round(100 * ratio)} %`,
  labels: {
    angry: 'wütend',
    disgust: 'angeekelt',
    fear: 'ängstlich',
    happy: 'fröhlich',
    sad: 'traurig',
    surprise: 'überrascht',
    neutral: 'neutral',
    unsure: 'unsicher',
  },
};
