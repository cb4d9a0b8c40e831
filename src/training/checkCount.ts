/** @throws RangeError unless the option is a whole number of at least 1 */
export function checkCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${option} is a whole number of at least 1, got ${value}`);
  }
}
