// Starts a component on each matching element. On a page without such an element, the component is not started.

export function mount(selector, start) {
  document.querySelectorAll(selector).forEach((element) => start(element));
}
