// Redis now: a gauge of its memory, the figures of INFO, and what is wrong with what helps.

import { deltaText, isUnknown, percentText, shown } from "../../js/wording.js";
import { startPanel } from "../panel/panel.js";
import { factsOf, findings, gapsText, sizeText } from "./figures.js";
import { make } from "./part.js";

export function startRedisNow(section) {
  const fullPercent = Number(section.closest("main").dataset.fullPercent);
  const { body } = startPanel(section, {
    address: (span) => {
      span.delete("service");
      return `/api/monitoring/redis/status?${span}`;
    },
    draw: (status) => draw(status),
    gaps: (status) => (status.connected ? { partial: gapsText(status.unknown) } : { empty: shown(`${status.detail}.`), wrong: true }),
  });

  const gauge = make("div", "redis-gauge");
  const label = make("p", "redis-gauge-label");
  const meter = document.createElement("progress");
  meter.className = "gauge";
  meter.max = 100;
  meter.setAttribute("aria-label", "Memory in use");
  gauge.append(label, meter);
  const found = make("ul", "redis-findings");
  const groups = make("div", "redis-facts");
  body.append(gauge, found, groups);

  const draw = (status) => {
    const percent = status.memory_percent;
    const full = status.memory_limit === "maxmemory" && percent >= fullPercent;
    gauge.hidden = isUnknown(percent);
    gauge.dataset.state = full ? "degraded" : "";
    meter.value = percent ?? 0;
    const whose = status.memory_limit === "maxmemory" ? "of maxmemory" : "of the machine's memory";
    label.textContent = `Memory: ${percentText(percent)} ${whose}, ${sizeText(status.memory_used_mb)} / ${sizeText(status.memory_max_mb)}`;
    found.replaceChildren(...findings(status, fullPercent).map((text) => make("li", "", text)));
    found.hidden = found.children.length === 0;
    groups.replaceChildren(...factsOf(status, fullPercent).map(group));
  };
}

function group([title, facts]) {
  const all = make("div", "redis-group");
  const list = document.createElement("dl");
  facts.forEach(([name, text, state = "", earlier = null]) => {
    const fact = make("div", "redis-fact");
    fact.dataset.state = state;
    fact.dataset.fact = name;
    fact.append(make("dt", "", shown(name)), make("dd", "", shown(text)));
    if (earlier) {
      fact.lastChild.append(make("span", "delta", ` ${deltaText(...earlier)}`));
    }
    list.append(fact);
  });
  all.append(make("h3", "", title), list);
  return all;
}
