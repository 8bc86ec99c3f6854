// The buttons for the reader's time zone and theme.

import { onPreferenceChange, prefer, preference } from "../../js/view/preferences.js";
import { zoneText } from "../../js/wording.js";

export function startPreferences(header) {
  const zone = header.querySelector("#zone");
  const theme = header.querySelector("#theme");
  const follow = () => {
    const utc = preference("zone") === "UTC";
    const dark = preference("theme") === "dark";
    label(zone, utc ? "UTC" : "Local", `Times: ${utc ? "UTC. Show local time" : `local, ${zoneText()}. Show UTC`}`);
    label(theme, dark ? "Dark" : "Light", `Theme: ${dark ? "dark. Use light" : "light. Use dark"}`);
    document.getElementById("zone-note").textContent = utc ? "Times are UTC." : `Times are local, now ${zoneText()}.`;
  };
  zone.addEventListener("click", () => prefer("zone", other("zone", ["UTC", "local"])));
  theme.addEventListener("click", () => prefer("theme", other("theme", ["dark", "light"])));
  onPreferenceChange(follow);
  follow();
}

function other(name, [one, two]) {
  return preference(name) === one ? two : one;
}

function label(button, text, name) {
  button.textContent = text;
  button.setAttribute("aria-label", name);
}
