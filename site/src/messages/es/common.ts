import type { Messages } from '../en';

export const common: Messages['common'] = {
  percent: (ratio) => `${Math.round(100 * ratio)} %`,
  labels: {
    angry: 'enfado',
    disgust: 'asco',
    fear: 'miedo',
    happy: 'alegría',
    sad: 'tristeza',
    surprise: 'sorpresa',
    neutral: 'neutral',
    unsure: 'dudoso',
  },
};
