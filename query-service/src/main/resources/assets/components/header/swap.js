// Registers a part of the page that htmx fetches with the refresh control, for the span of the page.

import { spanQuery } from "../../js/view/span.js";
import { onRefresh } from "../refresh/refresh.js";

// `swapped` is called after each successful request, `failed` after each other one.
export function refreshThroughHtmx(element, { swapped = () => {}, failed = () => {} } = {}) {
  // The first refresh can come before htmx has processed the page.
  htmx.process(element);
  element.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (target === element) {
      spanQuery().forEach((value, name) => {
        detail.parameters[name] = value;
      });
    }
  });
  onRefresh(
    () =>
      new Promise((resolve) => {
        // A new request aborts the one in flight, which still fires its event: each round reacts only to its own request.
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
