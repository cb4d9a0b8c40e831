import { python, runPython, skipReason } from "./python.ts";

/** Why PyTorch cannot be asked here; undefined where it can. */
export const noTorch = skipReason ?? missing();

function missing(): string | undefined {
  const found = runPython<boolean>(
    'import importlib.util as u, json; print(json.dumps(bool(u.find_spec("torch"))))',
  );
  return found ? undefined : `${python} has no torch`;
}
