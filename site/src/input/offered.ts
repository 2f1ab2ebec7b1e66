/** Files that are dropped on the page or pasted into it. */
export function onOffered(
  page: Window,
  take: (files: readonly File[]) => void,
  hover: (isOver: boolean) => void,
): void {
  const offers = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;
  let depth = 0; // every element that is crossed on the way reports an enter and a leave
  const move = (by: number) => {
    depth = Math.max(0, depth + by);
    hover(depth > 0);
  };
  page.addEventListener('dragenter', ({ dataTransfer }) => offers(dataTransfer) && move(1));
  page.addEventListener('dragleave', ({ dataTransfer }) => offers(dataTransfer) && move(-1));
  page.addEventListener('dragover', (event) => {
    if (offers(event.dataTransfer)) event.preventDefault(); // else the browser would open the file in place of the page
  });
  page.addEventListener('drop', (event) => {
    if (!offers(event.dataTransfer)) return;
    event.preventDefault();
    move(-depth);
    takeAll(event.dataTransfer);
  });
  page.addEventListener('paste', ({ clipboardData }) => takeAll(clipboardData));

  function takeAll(data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (files.length > 0) take(files);
  }
}
