/** The ways from the mirror to the page about its model; what that page says stands in about.ts. */
export const card = {
  more: 'All about this model: what it mixes up, whom it may miss, how fast it is here',
  title: 'About the model',
};
