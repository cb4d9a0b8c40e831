import { expect, it } from "vitest";
import { nearestName } from "../../../kernel/commands/nearest.ts";

const names = ["npm", "sh", "env", "reset", "strict"];

it.each([
  ["nmp", "npm"],
  ["NPM", "npm"],
  ["rset", "reset"],
  ["stricct", "strict"],
  ["shh", "sh"],
])("takes %s for %s", (written, meant) => expect(nearestName(written, names)).toBe(meant));

it.each(["nope", "matplotlib", "cat"])("takes %s for none of them", (written) => {
  expect(nearestName(written, names)).toBeUndefined();
});
