/** What the page and its service worker say to each other. */

/** To a new version that waits: take the place of the one that runs. */
export const TAKE_OVER = 'take-over';
/** Its answer where the page is open in other tabs too. */
export const ELSEWHERE = 'open-elsewhere';
