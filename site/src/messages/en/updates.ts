/** The page's own files: a newer version of them, and the copy on the device. */
export const updates = {
  ready: 'A new version of this page is ready.',
  reload: 'Reload',
  loses: 'Reloading ends this session: save it first if you want to keep it.',
  elsewhere: 'It starts once the other tabs with this page are closed.',
  keep: 'Keep this page on my device, so that it opens without a network',
};
