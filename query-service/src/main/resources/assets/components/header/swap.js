// A part of the page that htmx fetches, as a task of the refresh control.

import { onRefresh } from "../refresh/refresh.js";

// `swapped` is called with every new content, `failed` when there is none.
export function refreshThroughHtmx(element, { swapped = () => {}, failed = () => {} } = {}) {
  // The first round may come before htmx has looked through the page by itself.
  htmx.process(element);
  onRefresh(
    () =>
      new Promise((resolve) => {
        // A request takes the place of one that is still on its way, which then ends too: each has its own end only.
        let request;
        const sent = ({ target, detail }) => {
          if (target === element) {
            request ??= detail.xhr;
          }
        };
        const end = (successful) => {
          element.removeEventListener("htmx:beforeSend", sent);
          element.removeEventListener("htmx:afterRequest", done);
          resolve(successful);
          if (successful) {
            swapped();
          } else {
            failed();
          }
        };
        const done = ({ target, detail }) => {
          if (target === element && detail.xhr === request) {
            end(Boolean(detail.successful));
          }
        };
        element.addEventListener("htmx:beforeSend", sent);
        element.addEventListener("htmx:afterRequest", done);
        htmx.trigger(element, "refresh");
        if (!request) {
          end(false);
        }
      }),
  );
}
