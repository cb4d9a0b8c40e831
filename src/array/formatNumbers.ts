import type { DType } from "./dtype.ts";

/** numpy's `precision`: the most digits behind the point. */
const precision = 8;

/**
 * Numbers as numpy prints them in one array: as few digits as tell a number from its neighbours, at most eight behind the point; all
 * with the point in one column; in powers of ten where an array holds very large and very small ones.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html
 */
export function formatNumbers(values: readonly number[], dtype: DType): string[] {
  if (dtype === "float32" || dtype === "float64") return formatFloats(values, dtype);
  if (dtype === "bool") return alignRight(values.map((value) => (value ? "True" : "False")));
  return alignRight(values.map(String));
}

function formatFloats(values: readonly number[], dtype: DType): string[] {
  const finite = values.filter(Number.isFinite);
  const next = (needsExponent(finite) ? scientific(finite, dtype) : positional(finite, dtype)).values();
  return alignRight(
    values.map((value) => (Number.isFinite(value) ? next.next().value! : formatOther(value))),
  );
}

/** Whether numpy would print these numbers in powers of ten. */
function needsExponent(finite: readonly number[]): boolean {
  const sizes = finite.filter((value) => value !== 0).map(Math.abs);
  if (sizes.length === 0) return false;
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return most >= 1e8 || least < 0.0001 || most / least > 1000;
}

/** Numbers with the points in one column; what is short is filled up by spaces. */
function positional(values: readonly number[], dtype: DType): string[] {
  const parts = values.map((value) => {
    const { digits, exponent } = shortest(Math.abs(value), dtype);
    const behind = Math.max(0, digits.length - 1 - exponent);
    const size =
      behind > precision ? Math.abs(value).toFixed(precision) : withPoint(digits, exponent, behind);
    const [whole = "", fraction = ""] = size.split(".");
    return { whole: sign(value) + whole, fraction: fraction.replace(/0+$/, "") };
  });
  const before = Math.max(0, ...parts.map(({ whole }) => whole.length));
  const behind = Math.max(0, ...parts.map(({ fraction }) => fraction.length));
  return parts.map(({ whole, fraction }) => `${whole.padStart(before)}.${fraction.padEnd(behind)}`);
}

/** Numbers times powers of ten, all with as many digits as one of them needs. */
function scientific(values: readonly number[], dtype: DType): string[] {
  const needed = values.map((value) => shortest(Math.abs(value), dtype).digits.length - 1);
  const behind = Math.min(precision, Math.max(0, ...needed));
  const parts = values.map((value) => Math.abs(value).toExponential(behind).split(/e[+-]/));
  const width = Math.max(2, ...parts.map(([, exponent = ""]) => exponent.length));
  return values.map((value, i) => {
    const [mantissa = "", exponent = ""] = parts[i]!;
    const point = behind === 0 ? "." : "";
    const direction = value !== 0 && Math.abs(value) < 1 ? "-" : "+";
    return `${sign(value)}${mantissa}${point}e${direction}${exponent.padStart(width, "0")}`;
  });
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** Digits with the point at its place: `"125"`, exponent 0, two behind -> `"1.25"`. */
function withPoint(digits: string, exponent: number, behind: number): string {
  const all = exponent < 0 ? "0".repeat(-exponent) + digits : digits.padEnd(exponent + 1, "0");
  const point = all.length - behind;
  return `${all.slice(0, point)}.${all.slice(point)}`;
}

/** The fewest digits from which the number can be read back, and the power of ten of the first. */
function shortest(size: number, dtype: DType): { digits: string; exponent: number } {
  let text = size.toExponential();
  if (dtype === "float32") {
    for (let digits = 0; digits < 9; digits++) {
      text = size.toExponential(digits);
      if (Math.fround(Number(text)) === size) break;
    }
  }
  const [mantissa = "", exponent = ""] = text.split("e");
  const digits = mantissa.replace(".", "");
  return { digits: digits.replace(/0+$/, "") || "0", exponent: Number(exponent) };
}

function formatOther(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value < 0 ? "-inf" : "inf";
}

function alignRight(texts: readonly string[]): string[] {
  const width = Math.max(0, ...texts.map((text) => text.length));
  return texts.map((text) => text.padStart(width));
}
