import { describe, expect, it } from "vitest";
import { decimate, sizeLimit } from "../../../src/plot/decimate.ts";
import { Figure } from "../../../src/plot/figure.ts";

const many = 1_000_000;
const shown = (data: Record<string, unknown>) => decimate({ data: [data], layout: {} });

describe("a figure too large for a page", () => {
  it("keeps the peaks of a line", () => {
    const y = Array.from({ length: many }, (_, i) => Math.sin(i / 1e5));
    y[123_456] = 50;
    const { figure, note } = shown({ type: "scatter", y, text: y.map(String) });
    const [trace] = figure.data;
    expect((trace!.y as number[]).length).toBeLessThanOrEqual(sizeLimit.points);
    expect(Math.max(...(trace!.y as number[]))).toBe(50);
    expect((trace!.text as string[])[(trace!.y as number[]).indexOf(50)]).toBe("50");
    expect(note).toMatch(/^Thinned out for display: [\d,]+ of 1,000,000 points, peaks kept$/);
  });

  it("keeps a line's places on the axis where it had no x", () => {
    const y = Array.from({ length: many }, () => 0);
    y[many - 2] = 1;
    const [trace] = shown({ y }).figure.data;
    expect((trace!.x as number[])[(trace!.y as number[]).indexOf(1)]).toBe(many - 2);
  });

  it("keeps the counts of a histogram", () => {
    const x = Array.from({ length: many }, (_, i) => (i % 1000) / 7);
    const [trace] = shown({ type: "histogram", x }).figure.data;
    expect((trace!.y as number[]).reduce((sum, count) => sum + count, 0)).toBe(many);
    expect(trace!.histfunc).toBe("sum");
  });

  it("keeps the median and the extremes of a box", () => {
    const y = Array.from({ length: many + 1 }, (_, i) => (i * 7919) % (many + 1));
    const kept = shown({ type: "box", y }).figure.data[0]!.y as number[];
    expect([kept[0], kept.at(-1)]).toEqual([0, many]);
    expect(Math.abs(kept[kept.length >> 1]! - many / 2)).toBeLessThan(many / kept.length);
  });

  it("keeps the mean of a heatmap", () => {
    const z = Array.from({ length: 1000 }, (_, i) => Array.from({ length: 1000 }, (_, j) => i + j));
    const cells = (shown({ type: "heatmap", z }).figure.data[0]!.z as number[][]).flat();
    expect(cells.length).toBeLessThanOrEqual(sizeLimit.cells);
    expect(cells.reduce((sum, value) => sum + value, 0) / cells.length).toBeCloseTo(999);
  });

  it("says so in the picture and in its description, and keeps its own data", async () => {
    const y = new Float64Array(100_000);
    const figure = new Figure([{ type: "scatter", y }]);
    expect(figure.alt).toContain("of 100,000 points, peaks kept");
    expect(await figure.toSVG()).toContain("Thinned out for display");
    expect(figure.data[0]!.y).toBe(y);
  });

  it("leaves a figure alone that is small enough", () => {
    const figure = { data: [{ y: [1, 2] }], layout: {} };
    expect(decimate(figure)).toEqual({ figure });
  });
});
