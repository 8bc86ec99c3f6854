// Whether the pointer is dragged over a chart: a drawing would end the drag, so it waits.

// `ended()` is called after each drag, also after one that the browser takes for scrolling. Returns a function that tells whether there
// is one. `page`: where a drag may end.
export function watchDrag(canvas, ended, page = window) {
  let dragging = false;
  const end = () => {
    if (dragging) {
      dragging = false;
      ended();
    }
  };
  canvas.addEventListener("pointerdown", ({ button }) => {
    // Another button opens a menu, behind which the pointer may rise unseen.
    dragging = button === 0;
  });
  page.addEventListener("pointerup", end);
  page.addEventListener("pointercancel", end);
  return () => dragging;
}
