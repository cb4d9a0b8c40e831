import { join } from "node:path";
import { userDataFolder } from "../kernelspec/location.ts";

/**
 * The folder of the history: `toile/history` among Jupyter's data of this user.
 *
 * @param env `TOILE_HISTORY` names another folder; `off` keeps no history beyond the session, and gives undefined.
 */
export function historyFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const given = env.TOILE_HISTORY;
  if (given === "off") return undefined;
  return given || join(userDataFolder(env), "toile", "history");
}
