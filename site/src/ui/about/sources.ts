import { html, type TemplateResult } from 'lit';

/** By the titles they are known by, so in no other language than their own. */
const SOURCES: readonly (readonly [title: string, address: string])[] = [
  ['Barrett et al. 2019, Emotional Expressions Reconsidered', 'https://doi.org/10.1177/1529100619832930'],
  [
    'Goodfellow et al. 2013, Challenges in Representation Learning (FER2013)',
    'https://arxiv.org/abs/1307.0414',
  ],
  ['Barsoum et al. 2016, Crowd-Sourced Label Distribution (FER+)', 'https://arxiv.org/abs/1608.01041'],
  ['Guo et al. 2017, On Calibration of Modern Neural Networks', 'https://arxiv.org/abs/1706.04599'],
  ['Mitchell et al. 2019, Model Cards for Model Reporting', 'https://arxiv.org/abs/1810.03993'],
  ['Savchenko 2019 (faceres)', 'https://doi.org/10.7717/peerj-cs.197'],
  ['Bazarevsky et al. 2019, BlazeFace', 'https://arxiv.org/abs/1907.05047'],
  ['Regulation (EU) 2024/1689 (AI Act)', 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj'],
];

/** What the page rests on, to be read elsewhere. */
export const sources = (): TemplateResult => html`
  <ul lang="en">
    ${SOURCES.map(([title, address]) => html`<li><a href=${address} rel="noreferrer">${title}</a></li>`)}
  </ul>
`;
