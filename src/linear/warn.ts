/** Where an estimator's warnings go. */
export type Warn = (name: string, message: string) => void;

/** Shows a warning as Python shows it, its name first. */
export const warnOnConsole: Warn = (name, message) => console.warn(`${name}: ${message}`);

/** Passes each warning on once, however many fits raise it: Python's default filter. */
export function once(warn: Warn): Warn {
  const shown = new Set<string>();
  return (name, message) => {
    if (shown.has(message)) return;
    shown.add(message);
    warn(name, message);
  };
}
