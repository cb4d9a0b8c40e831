import type * as real from "nodeplotlib";
import { of } from "rxjs";
import { expectTypeOf } from "vitest";
import type * as ours from "../../src/plot/nodeplotlib.ts";
import { type Config, type Layout, type Plot, plot } from "../../src/plot/nodeplotlib.ts";

/** Checked by `tsc` alone: the exports of nodeplotlib 1.1.2 and their types, and what its README does with them. */
export function types(): void {
  expectTypeOf<keyof typeof ours>().toEqualTypeOf<keyof typeof real>();
  expectTypeOf<typeof ours.plot>().toEqualTypeOf<typeof real.plot>();
  expectTypeOf<ours.Plot>().toEqualTypeOf<real.Plot>();
  expectTypeOf<ours.Layout>().toEqualTypeOf<real.Layout>();
  expectTypeOf<ours.Config>().toEqualTypeOf<real.Config>();
  expectTypeOf<ours.PlotData>().toEqualTypeOf<real.PlotData>();

  const data: Plot[] = [{ x: [1, 3, 4, 5], y: [3, 12, 1, 4], type: "scatter" }];
  const layout: Layout = { title: "Growth", polar: { radialaxis: { visible: true, range: [0, 50] } } };
  const config: Config = { scrollZoom: true };
  expectTypeOf(plot(data, layout, config)).toEqualTypeOf<void>();
  plot(of(data));
  // @ts-expect-error data is a list of traces
  plot({ y: [1] });
  // @ts-expect-error an unknown kind of trace
  plot([{ y: [1], type: "scater" }]);
}
