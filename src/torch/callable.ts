/** An object that can be called: a call runs its method `run`. */
interface Runnable {
  run(...args: unknown[]): unknown;
}

/**
 * The base of objects that are called as in Python, `model(x)`: what `new` makes is a function with the class's methods. Fields
 * of classes that extend it land on that function.
 */
export const Callable = function (this: object) {
  const self = (...args: unknown[]): unknown => (self as unknown as Runnable).run(...args);
  return Object.setPrototypeOf(self, new.target.prototype);
} as unknown as new <Args extends unknown[], Result>() => (...args: Args) => Result;
