import { pythonFloat, signed, toExponential, toFixed } from "../progress/pythonNumber.ts";

const field = /\{\{|\}\}|\{([^{}!:]*)(?:![rsa])?(?::([^{}]*))?\}|[{}]/g;

/**
 * Python's `template.format(**values)` for numbers: `"{epoch:02d}-{val_loss:.2f}"`.
 *
 * @throws Error for a name that is not among the values, a format that Python does not have, or a single brace
 */
export function pythonFormat(
  template: string,
  values: Readonly<Record<string, number>>,
  floats: ReadonlySet<string>,
): string {
  return template.replace(field, (match, name: string | undefined, spec = "") => {
    if (match === "{{" || match === "}}") return match[0]!;
    if (name === undefined)
      throw new Error(`a single "${match}" in "${template}": write "${match}${match}" for the sign itself`);
    const value = values[name];
    if (value === undefined) {
      throw new Error(
        `"${template}" names "${name}", which is not there; there are ${Object.keys(values).join(", ")}`,
      );
    }
    return formatNumber(value, spec as string, floats.has(name), template);
  });
}

const specification = /^(?:(.)?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([deEfFgGn%])?$/u;

function formatNumber(value: number, spec: string, isFloat: boolean, template: string): string {
  const parts = specification.exec(spec);
  if (parts === null) throw new Error(`"${template}" has the format "${spec}", which Python does not know`);
  const [, fill, align, sign, , zero, width, group, precision, type] = parts;
  if (type === "d" && isFloat)
    throw new Error(`"${template}" asks for a whole number ("${spec}") of ${value}`);
  const digits = magnitude(
    Math.abs(value),
    isFloat,
    type,
    precision === undefined ? undefined : Number(precision),
  );
  const grouped = group === undefined ? digits : digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, group);
  const negative = value < 0 || Object.is(value, -0);
  const prefix = negative ? "-" : sign === "+" || sign === " " ? sign : "";
  const missing = Math.max(0, Number(width ?? 0) - prefix.length - grouped.length);
  const padding = (fill ?? (zero ? "0" : " ")).repeat(missing);
  const placed = align ?? (zero ? "=" : ">");
  if (placed === "=") return prefix + padding + grouped;
  if (placed === "<") return prefix + grouped + padding;
  if (placed === ">") return padding + prefix + grouped;
  const half = Math.floor(missing / 2);
  return padding.slice(0, half) + prefix + grouped + padding.slice(half);
}

function magnitude(
  value: number,
  isFloat: boolean,
  type: string | undefined,
  precision: number | undefined,
): string {
  switch (type) {
    case "d":
      return String(value);
    case "e":
    case "E":
      return upperIf(type === "E", toExponential(value, precision ?? 6));
    case "f":
    case "F":
      return upperIf(type === "F", toFixed(value, precision ?? 6));
    case "%":
      return `${toFixed(value * 100, precision ?? 6)}%`;
    case "g":
    case "G":
    case "n":
      return upperIf(type === "G", general(value, precision ?? 6));
    default:
      if (precision !== undefined) return withPoint(general(value, precision));
      return isFloat ? pythonFloat(value) : String(value);
  }
}

function upperIf(condition: boolean, text: string): string {
  return condition ? text.toUpperCase() : text;
}

function withPoint(text: string): string {
  return /[.en]/.test(text) ? text : `${text}.0`;
}

/** Python's `g`: the significant digits, without zeros at the end. */
function general(value: number, precision: number): string {
  if (!Number.isFinite(value)) return pythonFloat(value);
  const digits = Math.max(1, precision);
  const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split("e")[1]);
  if (power < -4 || power >= digits) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split("e") as [string, string];
    return `${trimZeros(mantissa)}e${signed(Number(exponent))}`;
  }
  return trimZeros(toFixed(value, digits - 1 - power));
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
