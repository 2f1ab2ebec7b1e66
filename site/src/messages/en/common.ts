/** Words that several parts of the page use. */
export const common = {
  percent: (ratio: number): string => `${Math.round(100 * ratio)} %`,
  /** The model's labels, which are data, in words of the language; one that is not here is shown as it is. */
  labels: {
    angry: 'angry',
    disgust: 'disgust',
    fear: 'fear',
    happy: 'happy',
    sad: 'sad',
    surprise: 'surprise',
    neutral: 'neutral',
    unsure: 'unsure',
  } as Readonly<Record<string, string>>,
};
