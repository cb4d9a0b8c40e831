import type * as tfjs from "@tensorflow/tfjs-node";

/**
 * Lets layers and weights have names in any script. tfjs-layers checks every name against one regular expression of ASCII letters
 * that it keeps to itself; nothing behind that check needs it. The expression is met once, on its way into `match`, and told to
 * accept every name that is not empty. Under a tfjs that checks otherwise, its own rule stays.
 */
export function acceptNamesInAnyScript({ input }: Pick<typeof tfjs, "input">): void {
  const { match } = String.prototype;
  let rule: RegExp | undefined;
  String.prototype.match = function (this: string, matcher: RegExp) {
    if (matcher instanceof RegExp && matcher.source.startsWith("^[A-Za-z0-9]")) rule = matcher;
    return match.call(this, matcher);
  };
  try {
    input({ shape: [1], name: "ascii" });
  } finally {
    String.prototype.match = match;
  }
  if (rule !== undefined) rule.exec = (name) => (name === "" ? null : ([name] as unknown as RegExpExecArray));
}
