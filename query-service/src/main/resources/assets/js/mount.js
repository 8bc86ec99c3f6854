// Starts a component on each element that it is for. A page without such an element is a page without the component.

export function mount(selector, start) {
  document.querySelectorAll(selector).forEach((element) => start(element));
}
