import { describe, expect, it } from "vitest";
import { createParents } from "../../../kernel/dispatch/parents.ts";

const header = (id: string) => ({
  msg_id: id,
  msg_type: "execute_request",
  session: "",
  username: "",
  date: "",
  version: "5.5",
});

describe("parents", () => {
  it("forgets the oldest beyond its limit and gives the latest cell in its place", () => {
    const parents = createParents(2);
    for (const id of ["a", "b", "c"]) parents.add(id, header(id), false);
    parents.add("quiet", header("quiet"), true);
    expect(parents.of("c").msg_id).toBe("c");
    expect(parents.of("a").msg_id).toBe("c");
    expect(parents.isSilent("quiet")).toBe(true);
  });
});
