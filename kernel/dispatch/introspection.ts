import type { CursorRequest } from "../protocol/requests.ts";
import type { Handler } from "./context.ts";

/**
 * The types go into `_jupyter_types_experimental`, which JupyterLab shows as icons.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion
 */
export const complete: Handler<"complete_request"> = async ({ interpreter }, { content }) => {
  const { code } = content;
  const { items, start, end } = await (await interpreter).complete(code, toUnits(content));
  const [from, to] = [toCodePoints(code, start), toCodePoints(code, end)];
  return {
    status: "ok",
    matches: items.map(({ text }) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: {
      _jupyter_types_experimental: items.map((item) => ({ ...item, start: from, end: to })),
    },
  };
};

/** @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection */
export const inspect: Handler<"inspect_request"> = async ({ interpreter }, { content }) => {
  const data = await (await interpreter).inspect(content.code, toUnits(content), content.detail_level);
  return { status: "ok", found: data !== undefined, data: data ?? {}, metadata: {} };
};

/** The protocol counts code points, JavaScript UTF-16 units. */
function toUnits({ code, cursor_pos }: CursorRequest): number {
  return Array.from(code).slice(0, cursor_pos).join("").length;
}

function toCodePoints(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}
