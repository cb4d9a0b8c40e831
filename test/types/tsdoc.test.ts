import { expect, it } from "vitest";
import { publicNames } from "./publicApi.ts";

const names = publicNames();

it("sees what a user sees", () => {
  const found = new Set(names.map(({ name }) => name));
  for (const name of [
    "layers.dense",
    "layers.DenseOptions.activation",
    "optimizers.adam",
    "Model.fit",
    "fashionMnist",
  ])
    expect(found).toContain(name);
  expect(found.size).toBeGreaterThan(500);
});

it("explains every public function, class and option in a doc comment", () => {
  const bare = names.filter(({ doc }) => doc === undefined || !/[\p{L}]{2}/u.test(doc));
  expect(bare.map(({ name, where }) => `${name} (${where})`)).toEqual([]);
});

it("shows every function that makes a layer, loss, metric or optimizer in an example", () => {
  const makers = names.filter(({ name }) => /^(layers|losses|metrics|optimizers)\.[a-z]\w*$/.test(name));
  const without = makers.filter(({ doc }) => !doc?.includes("@example"));
  expect(without.map(({ name, where }) => `${name} (${where})`)).toEqual([]);
});
