/** Draws row-major grey pixels, 0..255, one for each of the canvas; none leave it empty. */
export function drawGrey(canvas: HTMLCanvasElement, pixels: Float32Array | null): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  pixels?.forEach((grey, i) => image.data.set([grey, grey, grey, 255], 4 * i));
  context.putImageData(image, 0, 0);
}
