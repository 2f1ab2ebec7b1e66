/** A design token of the style sheet, for what is drawn on a canvas: `token('--ink')`. */
export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
