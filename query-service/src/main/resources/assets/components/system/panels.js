// The panels of the hosts and JVMs. The host and the JVM are in the address (`host`, `jvm`); without a choice, they are the first ones that
// send readings.

import { startPanel } from "../panel/panel.js";
import { startTable } from "../table/data-table.js";
import { ageInWords, bytesText, percentText, shown } from "../../js/wording.js";
import { withView } from "../../js/view/query.js";
import { onViewChange, viewValue } from "../../js/view/view.js";
import { startCharts } from "./charts.js";
import { CPU, DISK, JVM, MEMORY, NETWORK, PROCESSES, chosenOf, itemsOf, jvmKey, mountsOf } from "./figures.js";

const API = "/api/monitoring/system";
const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const NO_HOSTS = "No application sends readings of a host in this span: add com.github.oshi:oshi-core to the class path of one.";

const percent = { format: percentText };
const rate = { format: (value) => `${bytesText(value)}/s` };
const mebibytes = { format: (value) => bytesText(value * MIB) };
const gibibytes = { format: (value) => bytesText(value * GIB) };

export function startSystem() {
  const panels = [];
  let choice = "";
  panels.push(startHosts(), startGroup("cpu", CPU), startGroup("memory", MEMORY), startGroup("disk", DISK, diskTables));
  panels.push(startGroup("network", NETWORK, networkTables), startGroup("processes", PROCESSES, processTables), startJvms(), startJvm());
  const chosen = () => JSON.stringify([viewValue("host"), viewValue("jvm")]);
  choice = chosen();
  onViewChange(() => {
    if (chosen() !== choice) {
      choice = chosen();
      panels.forEach((panel) => panel.ask());
    }
  });
}

// The address of a group, only of the chosen host if one is chosen.
function address(group, span, { everyHost = false } = {}) {
  const query = new URLSearchParams(span);
  if (!everyHost && viewValue("host")) {
    query.set("host", viewValue("host"));
  }
  return `${API}/${group}?${query}`;
}

function link(values) {
  const query = new URLSearchParams(location.search);
  Object.entries(values).forEach(([name, value]) => query.set(name, value));
  return withView(location.pathname, query.toString());
}

function missing(answer, source) {
  const reasons = [
    ...answer.unknown.map(({ reason, remedy }) => `The history cannot be shown: ${[reason, remedy].filter(Boolean).join("; ")}.`),
    answer.truncated ? "There are more series than are shown: choose a host or a service." : "",
    source?.stale ? `The newest reading is ${ageInWords(Date.now() - Date.parse(source.at))} old.` : "",
  ];
  return reasons.filter(Boolean).join(" ");
}

const hostOf = ({ hosts }) => chosenOf(hosts, (host) => host.host, viewValue("host"));

function startHosts() {
  const section = document.getElementById("hosts");
  const table = startTable(section.querySelector('[data-part="body"]'), {
    name: "hosts",
    caption: "Hosts",
    sort: "cpu",
    columns: [
      { key: "host", title: "Host", text: true, of: (row) => row.host, link: (row) => link({ host: row.host }) },
      { key: "cpu", title: "CPU", of: (row) => row.values.cpu_percent, bar: (row) => row.values.cpu_percent, ...percent },
      { key: "limit", title: "Processors", help: "What the host allows, of what the machine has", digits: 1, of: (row) => row.values.cpu_limit ?? row.values.cpu_count },
      { key: "user", title: "User", of: (row) => row.values.cpu_user_percent, ...percent },
      { key: "system", title: "System", of: (row) => row.values.cpu_system_percent, ...percent },
      { key: "iowait", title: "I/O wait", of: (row) => row.values.cpu_iowait_percent, ...percent },
      { key: "steal", title: "Steal", of: (row) => row.values.cpu_steal_percent, ...percent },
      { key: "load", title: "Load 1 min", digits: 2, of: (row) => row.values.load_average_1m },
      { key: "load5", title: "5 min", digits: 2, of: (row) => row.values.load_average_5m },
      { key: "load15", title: "15 min", digits: 2, of: (row) => row.values.load_average_15m },
      { key: "age", title: "Read", of: (row) => Date.now() - Date.parse(row.at), format: (age) => `${ageInWords(age)} ago`, state: (row) => (row.stale ? "degraded" : "") },
    ],
  });
  return startPanel(section, {
    address: (span) => address("cpu", span, { everyHost: true }),
    download: { table: "system" },
    draw: ({ hosts }) => table.show(hosts),
    gaps: (answer) => ({ empty: answer.hosts.length === 0 ? NO_HOSTS : "", partial: answer.truncated ? missing(answer) : "" }),
  });
}

function startGroup(group, figures, tables = () => () => {}) {
  const section = document.getElementById(group);
  const body = section.querySelector('[data-part="body"]');
  const charts = startCharts(body, figures);
  const showTables = tables(body);
  const title = section.querySelector("h2 > span");
  const words = title.textContent;
  return startPanel(section, {
    address: (span) => address(group, span),
    draw: (answer) => {
      const host = hostOf(answer);
      if (!host) {
        return undefined;
      }
      title.textContent = `${words} of ${shown(host.host)}`;
      showTables(host);
      return charts(answer, ({ hosts }) => hosts.find((one) => one.host === host.host));
    },
    gaps: (answer) => ({ empty: answer.hosts.length === 0 ? NO_HOSTS : "", partial: missing(answer, hostOf(answer)) }),
  });
}

// A table with a heading; hidden while it has no rows.
function titledTable(body, title, options) {
  const box = document.createElement("div");
  const heading = document.createElement("h3");
  const place = document.createElement("div");
  box.className = "system-figure";
  heading.textContent = title;
  box.append(heading, place);
  body.append(box);
  const table = startTable(place, { caption: title, ...options });
  return (rows) => {
    box.hidden = rows.length === 0;
    table.show(rows);
  };
}

function diskTables(body) {
  const mounts = titledTable(body, "File systems", {
    name: "mounts",
    sort: "percent",
    columns: [
      { key: "mount", title: "Mounted at", text: true, of: (row) => row.name },
      { key: "percent", title: "Used", help: "Of what users other than root may use, as in df", of: (row) => row.percent, bar: (row) => row.percent, ...percent },
      { key: "used", title: "Used space", of: (row) => row.used, ...gibibytes },
      { key: "total", title: "Size", of: (row) => row.total, ...gibibytes },
      { key: "inodes", title: "Inodes used", of: (row) => row.inodes, ...percent },
    ],
  });
  const devices = titledTable(body, "Disks", {
    name: "devices",
    sort: "busy",
    columns: [
      { key: "device", title: "Disk", text: true, of: (row) => row.name },
      { key: "busy", title: "Busy", of: (row) => row.device_utilization_percent, bar: (row) => row.device_utilization_percent, ...percent },
      { key: "await", title: "Await", unit: "ms", digits: 2, of: (row) => row.device_await_ms },
      { key: "reads", title: "Reads", unit: "/s", digits: 1, of: (row) => row.device_reads_per_second },
      { key: "writes", title: "Writes", unit: "/s", digits: 1, of: (row) => row.device_writes_per_second },
      { key: "read", title: "Read", of: (row) => row.device_read_bytes_per_second, ...rate },
      { key: "written", title: "Written", of: (row) => row.device_write_bytes_per_second, ...rate },
    ],
  });
  return (host) => {
    mounts(mountsOf(host));
    devices(itemsOf(host, "device"));
  };
}

function networkTables(body) {
  const count = (key, title, gauge) => ({ key, title, unit: "/s", digits: 1, of: (row) => row[gauge] });
  const interfaces = titledTable(body, "Interfaces", {
    name: "interfaces",
    sort: "received",
    columns: [
      { key: "interface", title: "Interface", text: true, of: (row) => row.name },
      { key: "received", title: "Received", of: (row) => row.interface_rx_bytes_per_second, ...rate },
      { key: "sent", title: "Sent", of: (row) => row.interface_tx_bytes_per_second, ...rate },
      count("rx-packets", "Packets in", "interface_rx_packets_per_second"),
      count("tx-packets", "Packets out", "interface_tx_packets_per_second"),
      count("rx-errors", "Errors in", "interface_rx_errors_per_second"),
      count("tx-errors", "Errors out", "interface_tx_errors_per_second"),
      count("rx-drops", "Drops in", "interface_rx_drops_per_second"),
      count("tx-drops", "Drops out", "interface_tx_drops_per_second"),
    ],
  });
  const states = titledTable(body, "TCP connections", {
    name: "tcp",
    sort: "count",
    columns: [
      { key: "state", title: "State", text: true, of: (row) => row.name },
      { key: "count", title: "Connections", of: (row) => row.tcp_connections },
    ],
  });
  return (host) => {
    interfaces(itemsOf(host, "interface"));
    states(itemsOf(host, "state").filter((row) => row.tcp_connections !== undefined));
  };
}

function processTables(body) {
  const programs = titledTable(body, "Busiest programs", {
    name: "programs",
    sort: "cpu",
    columns: [
      { key: "program", title: "Program", text: true, of: (row) => row.name },
      { key: "cpu", title: "CPU", help: "Of all processors; all processes of the name", of: (row) => row.process_cpu_percent, bar: (row) => row.process_cpu_percent, ...percent },
      { key: "memory", title: "Resident memory", of: (row) => row.process_memory_mb, ...mebibytes },
    ],
  });
  return (host) => programs(itemsOf(host, "process"));
}

function startJvms() {
  const section = document.getElementById("jvms");
  const table = startTable(section.querySelector('[data-part="body"]'), {
    name: "jvms",
    caption: "JVMs",
    key: (row) => `${row.host} ${jvmKey(row)}`,
    sort: "heap",
    columns: [
      { key: "instance", title: "Instance", text: true, of: (row) => row.instance, link: (row) => link({ jvm: jvmKey(row) }) },
      { key: "service", title: "Service", text: true, of: (row) => row.service },
      { key: "host", title: "Host", text: true, of: (row) => row.host },
      { key: "heap", title: "Heap", of: (row) => row.values.jvm_heap_used_mb, ...mebibytes },
      { key: "heap-max", title: "Heap limit", of: (row) => row.values.jvm_heap_max_mb, ...mebibytes },
      { key: "cpu", title: "CPU", of: (row) => row.values.jvm_cpu_percent, bar: (row) => row.values.jvm_cpu_percent, ...percent },
      { key: "gc", title: "Paused for GC", of: (row) => row.values.jvm_gc_percent, ...percent },
      { key: "threads", title: "Threads", of: (row) => row.values.jvm_threads },
      { key: "rss", title: "Resident memory", of: (row) => row.values.jvm_rss_mb, ...mebibytes },
      { key: "classes", title: "Classes", of: (row) => row.values.jvm_classes_loaded },
      { key: "age", title: "Read", of: (row) => Date.now() - Date.parse(row.at), format: (age) => `${ageInWords(age)} ago`, state: (row) => (row.stale ? "degraded" : "") },
    ],
  });
  return startPanel(section, {
    address: (span) => address("processes", span),
    draw: ({ jvms }) => table.show(jvms),
    gaps: (answer) => ({ empty: answer.jvms.length === 0 ? "No JVM sends readings in this span." : "", partial: answer.truncated ? missing(answer) : "" }),
  });
}

function startJvm() {
  const section = document.getElementById("jvm");
  const charts = startCharts(section.querySelector('[data-part="body"]'), JVM);
  const title = section.querySelector("h2 > span");
  const jvmOf = ({ jvms }) => chosenOf(jvms, jvmKey, viewValue("jvm"));
  return startPanel(section, {
    address: (span) => address("processes", span),
    draw: (answer) => {
      const jvm = jvmOf(answer);
      if (!jvm) {
        return undefined;
      }
      title.textContent = `JVM ${shown(jvm.instance ?? jvm.service ?? jvm.host)}`;
      return charts(answer, ({ jvms }) => jvms.find((one) => jvmKey(one) === jvmKey(jvm)));
    },
    gaps: (answer) => ({ empty: answer.jvms.length === 0 ? "No JVM sends readings in this span." : "", partial: missing(answer, jvmOf(answer)) }),
  });
}
