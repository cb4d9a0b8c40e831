/** Python's `repr` of a float: `0.1`, `1.0`, `1e-05`, `nan`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [digits, exponent] = value.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power < -4 || power >= 16) return `${digits}e${signed(power)}`;
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `toFixed`, with exact ties rounded to the even digit as Python does. */
export function toFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return pythonFloat(value);
  if (Math.abs(value) >= 1e21) {
    // JavaScript's toFixed gives up here; such a number is whole.
    return digits === 0 ? String(BigInt(value)) : `${BigInt(value)}.${"0".repeat(digits)}`;
  }
  const rounded = value.toFixed(digits);
  if (digits > 40) return rounded;
  const exact = value.toFixed(digits + 60);
  const tail = exact.slice(-60);
  if (!/^50*$/.test(tail)) return rounded;
  const down = exact.slice(0, -60).replace(/\.$/, "");
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}

/** Python's `%e` with `digits` decimals: two digits of exponent at least. */
export function toExponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return pythonFloat(value);
  const [mantissa, exponent] = value.toExponential(digits).split("e") as [string, string];
  return `${mantissa}e${signed(Number(exponent))}`;
}

/** An exponent as Python writes it: `+05`. */
export function signed(power: number): string {
  return `${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
