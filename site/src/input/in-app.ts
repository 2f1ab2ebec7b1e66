/** Apps that show pages in a browser of their own, by what they call themselves; "wv" is Android's. */
const IN_APP =
  /FBAN|FBAV|Instagram|Line\/|MicroMessenger|Snapchat|musical_ly|BytedanceWebview|LinkedInApp|Twitter|Pinterest|; wv\)/;

/** Whether this page is shown inside another app: such browsers often have no camera to give. */
export const isInApp = (userAgent: string): boolean => IN_APP.test(userAgent);
