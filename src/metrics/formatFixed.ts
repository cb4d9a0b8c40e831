/** A number with so many decimals as Python prints it: what lies exactly between two is rounded to the even one. */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  const rounded = value.toFixed(digits);
  const exact = value.toFixed(Math.min(100, digits + 60));
  const rest = exact.slice(exact.indexOf(".") + 1 + digits);
  const isTie = /^50*$/.test(rest);
  // JavaScript rounds a tie away from zero, so an odd last digit is one too many.
  return isTie ? rounded.replace(/[13579]$/, (digit) => String(Number(digit) - 1)) : rounded;
}
