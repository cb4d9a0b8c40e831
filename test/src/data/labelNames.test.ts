import { expect, it } from "vitest";
import { fashionMnist } from "../../../src/data/fashionMnist.ts";
import { mnist } from "../../../src/data/mnist.ts";

it("names the ten classes of clothes in English and Korean, by label", () => {
  expect(fashionMnist.labelNames()).toBe(fashionMnist.labels);
  expect(fashionMnist.labelNames("ko")).toHaveLength(10);
  expect([fashionMnist.labelNames("en")[9], fashionMnist.labelNames("ko")[9]]).toEqual([
    "Ankle boot",
    "앵클 부츠",
  ]);
  expect(mnist.labelNames("ko")[7]).toBe("7");
});

it("lists the languages where one is missing", () => {
  expect(() => fashionMnist.labelNames("fr" as "en")).toThrow(
    'no label names in language "fr"; known: "en", "ko"',
  );
});
