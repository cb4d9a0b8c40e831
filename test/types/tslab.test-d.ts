import type * as real from "tslab";
import { expectTypeOf } from "vitest";
import * as tslab from "../../kernel/tslab/index.ts";

/** Checked by `tsc` alone: the exports of tslab 1.0.22 and their types. */
export function types(): void {
  expectTypeOf<keyof typeof tslab>().toEqualTypeOf<Exclude<keyof typeof real, "default">>();
  expectTypeOf<keyof tslab.Display>().toEqualTypeOf<keyof real.Display>();
  expectTypeOf<Omit<tslab.Display, "raw">>().toEqualTypeOf<Omit<real.Display, "raw">>();
  expectTypeOf<Parameters<tslab.Display["raw"]>>().toEqualTypeOf<Parameters<real.Display["raw"]>>();
  expectTypeOf<typeof tslab.versions>().toEqualTypeOf<typeof real.versions>();
  expectTypeOf<typeof tslab>().toExtend<Omit<typeof real, "default">>();
  expectTypeOf<typeof real>().toExtend<typeof tslab>();

  tslab.newDisplay().raw("audio/mpeg", new Uint8Array());
  // @ts-expect-error pictures are bytes, as in tslab
  tslab.display.png("iVBORw0KGgo=");
}
