import { html, nothing } from 'lit';
import type { Judged } from '../corrections/correction';
import { onScreen } from '../geometry';
import { m } from '../messages/current';
import type { Album, Shot, State } from '../state';
import './correct-face';
import { Widget } from './element';
import { captionOf } from './sentences';
import { styled } from './styled';

/** Several photos at once, each with what its faces look like. */
export class PhotoGrid extends Widget {
  static override properties = { state: { attribute: false }, album: { attribute: false } };
  declare state: State;
  declare album: Album;

  protected override updated(): void {
    this.querySelectorAll<HTMLCanvasElement>('canvas[data-shot]').forEach((canvas) => {
      const { picture } = this.album.shots[Number(canvas.dataset['shot'])] ?? {};
      if (!picture || canvas.dataset['drawn']) return;
      Object.assign(canvas, { width: picture.width, height: picture.height });
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      canvas.dataset['drawn'] = 'yes';
    });
  }

  protected override render() {
    const { shots } = this.album;
    return html`<ul class="photos" role="list" aria-label=${m().page.photos}>
      ${shots.map((shot, i) => html`<li>${this.#figure(shot, i)}</li>`)}
    </ul>`;
  }

  #figure(shot: Shot, index: number) {
    const { name, picture, faces, failure } = shot;
    if (!picture)
      return html`<figure data-failed>
        <p>${m().failures.reasons[failure ?? 'picture-unreadable'].title}</p>
        <figcaption>${name}</figcaption>
      </figure>`;
    const caption = captionOf(faces);
    return html`<figure>
      <div class="photo">
        <canvas role="img" aria-label=${`${name}: ${caption}`} data-shot=${index}></canvas>
        ${faces.map(({ box }) => {
          const { left, top, width, height } = onScreen(box, picture, false);
          const place = { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` };
          return html`<div class="face-box" data-role="face-box" aria-hidden="true" ${styled(place)}></div>`;
        })}
      </div>
      <p>${caption}</p>
      <figcaption>${name}</figcaption>
      ${faces.length > 0 ? this.#correct(shot) : nothing}
    </figure>`;
  }

  #correct({ name, faces, inputs }: Shot) {
    const { manifest, corrections } = this.state;
    const judged: Judged[] = faces.flatMap((face, i) => {
      const pixels = inputs[i];
      return pixels ? [{ face, pixels }] : [];
    });
    return html`<correct-face
      .manifest=${manifest}
      .faces=${judged}
      .kept=${corrections}
      .photo=${name}
    ></correct-face>`;
  }
}
customElements.define('photo-grid', PhotoGrid);
