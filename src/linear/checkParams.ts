/** Says what a setting must be, where the value is not that; undefined where it is. */
type Rule = (value: unknown) => string | undefined;

/** Rules by the settings' names. */
export type Rules<P> = { readonly [K in keyof P]?: Rule };

/**
 * Settings, filled up with defaults.
 *
 * @param owner the estimator's name, for the errors
 * @throws RangeError for a setting that does not exist or has a wrong value, in scikit-learn's words
 */
export function completeParams<P extends object>(
  owner: string,
  given: Partial<P>,
  defaults: P,
  rules: Rules<P>,
): P {
  for (const name of Object.keys(given)) {
    if (!(name in defaults)) {
      throw new RangeError(`${owner} has no parameter '${name}'; it has ${Object.keys(defaults).join(", ")}`);
    }
  }
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const params: P = { ...defaults, ...defined };
  for (const [name, rule] of Object.entries(rules) as [keyof P & string, Rule][]) {
    const expected = rule(params[name]);
    if (expected === undefined) continue;
    const got = JSON.stringify(params[name]) ?? String(params[name]);
    throw new RangeError(`The '${name}' parameter of ${owner} must be ${expected}. Got ${got} instead.`);
  }
  return params;
}

export const flag: Rule = (value) => (typeof value === "boolean" ? undefined : "true or false");

export function choice(...values: readonly (string | null)[]): Rule {
  const [last, ...others] = values.map((value) => (value === null ? "null" : `'${value}'`)).reverse();
  return (value) =>
    values.includes(value as string | null) ? undefined : `one of ${others.reverse().join(", ")} or ${last}`;
}

export function integer(least: number): Rule {
  return (value) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `an integer from ${least} on`;
}

/** A number from `low` to `high`; with `open` neither of them itself. Infinity is never a value. */
export function interval(low: number, high: number, { open = false, orNull = false } = {}): Rule {
  const end = Number.isFinite(high) ? `${high}${open ? ")" : "]"}` : "inf)";
  const text = `a number in the range ${open ? "(" : "["}${low}, ${end}${orNull ? " or null" : ""}`;
  return (value) => {
    if (value === null && orNull) return undefined;
    if (typeof value !== "number" || !Number.isFinite(value)) return text;
    return (open ? value > low && value < high : value >= low && value <= high) ? undefined : text;
  };
}
