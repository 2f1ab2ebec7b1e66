import type { Messages } from '../en';

export const common: Messages['common'] = {
  percent: (ratio) => `${Math.round(100 * ratio)}%`,
  labels: {
    angry: '生气',
    disgust: '厌恶',
    fear: '害怕',
    happy: '开心',
    sad: '难过',
    surprise: '惊讶',
    neutral: '平静',
    unsure: '不确定',
  },
};
