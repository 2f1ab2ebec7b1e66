/** A tab that nobody sees is not painted. */
const LONGEST_MS = 200;

/** Resolves once what has been rendered is on the screen. */
export const nextPaint = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, LONGEST_MS);
  });
