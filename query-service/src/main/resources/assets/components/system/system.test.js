import { test } from "node:test";
import assert from "node:assert/strict";
import { chartOf, chosenOf, mountsOf } from "./figures.js";

const SPAN = { from: "2026-11-21T09:00:00Z", to: "2026-11-21T09:01:30Z", step_seconds: 30 };

test("chartOf_hasAPointForEachStep_andNothingWhereNothingWasRead", () => {
  const history = [{ name: "memory_used_mb", item: null, points: [{ at: "2026-11-21T09:00:30Z", mean: 2, max: 3 }] }];

  const { series } = chartOf({ gauges: { memory_used_mb: "used", swap_used_mb: "swap" }, factor: 10 }, SPAN, history);

  assert.deepEqual(series, [
    {
      name: "used",
      points: [
        ["2026-11-21T09:00:00.000Z", null],
        ["2026-11-21T09:00:30.000Z", 20],
        ["2026-11-21T09:01:00.000Z", null],
      ],
    },
  ]);
});

test("chartOf_aGaugeThatIsReadOnceAMinute_holdsUntilTheNextReading", () => {
  const history = [{ name: "tcp_connections", item: "listen", points: [{ at: "2026-11-21T09:00:00Z", mean: 2, max: 3 }] }];

  const { series } = chartOf({ gauges: {}, each: "tcp_connections", holds: 30 }, SPAN, history);

  assert.deepEqual(series[0].points.map(([, value]) => value), [2, 2, null]);
});

test("chartOf_eachItem_hasALine_behindThoseWithoutItem", () => {
  const point = [{ at: "2026-11-21T09:00:00Z", mean: 1, max: 9 }];
  const history = [
    { name: "mount_percent", item: "/var", points: point },
    { name: "mount_percent", item: "/data", points: point },
    { name: "disk_percent", item: null, points: point },
    { name: "device_await_ms", item: "sda", points: point },
  ];

  const { series } = chartOf({ gauges: { disk_percent: "/" }, each: "mount_percent", largest: true }, SPAN, history);

  assert.deepEqual(series.map(({ name }) => name), ["/", "/data", "/var"]);
  assert.equal(series[0].points[0][1], 9);
});

test("mountsOf_aHostThatReportsNoDisk_hasNone", () => {
  assert.deepEqual(mountsOf({ values: {}, mounts: [] }), []);
  assert.deepEqual(
    mountsOf({ values: { disk_total_gb: 10, disk_used_gb: 5, disk_percent: 50 }, mounts: [{ mount: "/data", values: { mount_percent: 99 } }] }).map(({ name, percent }) => [name, percent]),
    [
      ["/", 50],
      ["/data", 99],
    ],
  );
});

test("chosenOf_withoutAChoice_isTheFirstThatSendsReadings", () => {
  const hosts = [
    { host: "a", stale: true },
    { host: "b", stale: false },
  ];
  const key = ({ host }) => host;

  assert.equal(chosenOf(hosts, key, "a").host, "a");
  assert.equal(chosenOf(hosts, key, "").host, "b");
  assert.equal(chosenOf(hosts, key, "gone").host, "b");
  assert.equal(chosenOf([hosts[0]], key, "").host, "a");
  assert.equal(chosenOf([], key, ""), null);
});
