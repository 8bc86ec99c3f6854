// Which figures the page shows: charts of gauges, by group of the API. `gauges`: names of gauges with the name of their line; `each`: a gauge
// that has a line for each of its items; `factor`: to the unit of the chart.

const MIB = 1024 * 1024;

// Not everything is read in each step: until the next reading, at most this long, the last one is shown, in seconds.
const HOLDS = 20;
const MINUTELY = 240;

export const CPU = [
  { id: "cpu-use", title: "Use of what the host allows", unit: "percent", gauges: { cpu_percent: "CPU" } },
  {
    id: "cpu-parts",
    title: "By kind",
    unit: "percent",
    kind: "area",
    stacked: true,
    gauges: { cpu_user_percent: "user", cpu_system_percent: "system", cpu_iowait_percent: "I/O wait", cpu_steal_percent: "steal" },
  },
  { id: "load", title: "Load", unit: "threads", gauges: { load_average_1m: "1 min", load_average_5m: "5 min", load_average_15m: "15 min", cpu_limit: "processors" } },
];

export const MEMORY = [
  { id: "memory-use", title: "Memory", unit: "bytes", factor: MIB, gauges: { memory_used_mb: "used", memory_cached_mb: "cached files", memory_total_mb: "total" } },
  { id: "swap", title: "Swap", unit: "bytes", factor: MIB, gauges: { swap_used_mb: "used", swap_total_mb: "total" } },
  { id: "swap-rate", title: "Swapping, bytes/s", unit: "bytes", gauges: { swap_in_bytes_per_second: "in", swap_out_bytes_per_second: "out" } },
];

export const DISK = [
  { id: "disk-space", title: "Space used", unit: "percent", gauges: { disk_percent: "/" }, each: "mount_percent", holds: MINUTELY },
  { id: "iops", title: "Reads and writes", unit: "/s", gauges: { disk_reads_per_second: "reads", disk_writes_per_second: "writes" } },
  { id: "throughput", title: "Throughput, bytes/s", unit: "bytes", gauges: { disk_read_bytes_per_second: "read", disk_write_bytes_per_second: "written" } },
  { id: "disk-busy", title: "Time in which a disk was busy", unit: "percent", gauges: {}, each: "device_utilization_percent" },
];

export const NETWORK = [
  { id: "bandwidth", title: "Bandwidth, bytes/s", unit: "bytes", gauges: { network_rx_bytes_per_second: "received", network_tx_bytes_per_second: "sent" } },
  { id: "packets", title: "Packets", unit: "/s", gauges: { network_rx_packets_per_second: "received", network_tx_packets_per_second: "sent" } },
  { id: "faults", title: "Errors and drops", unit: "/s", gauges: { network_errors_per_second: "errors", network_drops_per_second: "drops" } },
  { id: "tcp", title: "TCP connections by state", unit: "", kind: "area", stacked: true, gauges: {}, each: "tcp_connections", holds: MINUTELY },
];

export const PROCESSES = [
  { id: "process-states", title: "Processes by state", unit: "", kind: "area", stacked: true, gauges: {}, each: "processes_in_state", holds: MINUTELY },
  { id: "process-threads", title: "Processes and threads", unit: "", gauges: { process_count: "processes", process_thread_count: "threads" } },
];

export const JVM = [
  {
    id: "heap",
    title: "Heap",
    unit: "bytes",
    factor: MIB,
    gauges: { jvm_heap_used_mb: "used", jvm_heap_after_gc_mb: "after collection", jvm_heap_committed_mb: "committed", jvm_heap_max_mb: "limit" },
  },
  { id: "pools", title: "Memory pools", unit: "bytes", factor: MIB, gauges: {}, each: "jvm_pool_used_mb" },
  { id: "pauses", title: "Longest pause for garbage collection", unit: "ms", gauges: { jvm_gc_longest_pause_ms: "longest" }, largest: true },
  { id: "pause-time", title: "Pauses for garbage collection, in each step", unit: "ms", kind: "bars", gauges: { jvm_gc_pause_ms: "paused" }, rises: true },
  { id: "jvm-cpu", title: "CPU", unit: "percent", gauges: { jvm_cpu_percent: "JVM", cgroup_cpu_percent: "container", cgroup_cpu_throttled_percent: "throttled" } },
  { id: "rss", title: "Resident memory", unit: "bytes", factor: MIB, gauges: { jvm_rss_mb: "JVM", cgroup_memory_used_mb: "container", cgroup_memory_limit_mb: "limit of the container" } },
  { id: "threads", title: "Threads", unit: "", gauges: { jvm_threads: "live", jvm_daemon_threads: "daemons" } },
  { id: "thread-states", title: "Threads by state", unit: "", kind: "area", stacked: true, gauges: {}, each: "jvm_threads_in_state" },
  { id: "classes", title: "Loaded classes", unit: "", gauges: { jvm_classes_loaded: "loaded" } },
];

// What a chart shows of the history of a host or JVM: a point for each step, null where nothing was read.
export function chartOf(figure, { from, to, step_seconds: step }, history) {
  const series = [];
  for (const { name, item, points } of history) {
    const label = figure.gauges[name] ?? (figure.each === name ? item : undefined);
    if (label !== undefined && label !== null && (item === null || figure.each === name)) {
      const at = new Map(points.map((point) => [Date.parse(point.at), (figure.largest ? point.max : point.mean) * (figure.factor ?? 1)]));
      const filled = [];
      let held = { value: null, until: -Infinity };
      for (let ts = Date.parse(from); ts < Date.parse(to); ts += step * 1000) {
        if (at.has(ts)) {
          held = { value: at.get(ts), until: ts + (figure.holds ?? HOLDS) * 1000 };
        }
        filled.push([new Date(ts).toISOString(), ts <= held.until && !figure.rises ? held.value : at.get(ts) ?? null]);
      }
      series.push({ name: label, points: filled });
    }
  }
  const order = [...Object.values(figure.gauges)];
  const place = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
  series.sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
  return { from, to, series };
}

// The items of a kind with all readings of each, such as the disks of a host.
export function itemsOf(source, kind) {
  return source.items.filter((item) => item.kind === kind).map(({ name, values }) => ({ name, ...values }));
}

// File systems, the one mounted at / first.
export function mountsOf({ values, mounts }) {
  const main = values.disk_total_gb === undefined ? [] : [{ name: "/", used: values.disk_used_gb, total: values.disk_total_gb, percent: values.disk_percent, inodes: values.disk_inodes_percent }];
  return [
    ...main,
    ...mounts.map(({ mount, values: of }) => ({ name: mount, used: of.mount_used_gb, total: of.mount_total_gb, percent: of.mount_percent, inodes: of.mount_inodes_percent })),
  ];
}

// The chosen one, or the first that still sends readings; null if there is none.
export function chosenOf(sources, key, wanted) {
  return sources.find((source) => key(source) === wanted) ?? sources.find((source) => !source.stale) ?? sources[0] ?? null;
}

export function jvmKey({ service, instance }) {
  return `${service ?? ""}/${instance ?? ""}`;
}
