/** The address that the package's files have for the engine; a browser could fetch nothing from it, FILES says where they really are. */
export const ROOT = 'mood-mirror:/';
