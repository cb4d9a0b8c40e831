import { delimiter, dirname } from "node:path";
import process from "node:process";
import { CommandError } from "./commandError.ts";
import { runProgram, type TakeOutput } from "./program.ts";
import { splitWords } from "./split.ts";

/** These would go to the nearest folder above that has a package.json. */
const changesFolder =
  /^(?:install|i|in|add|ci|uninstall|un|remove|rm|r|update|up|upgrade|dedupe|prune|init)$/;

/** Runs npm, the one beside this Node where there is one, in the notebook's folder. */
export async function npm(line: string, folder: string, take: TakeOutput): Promise<void> {
  const words = splitWords(line);
  const isOwn =
    changesFolder.test(words[0] ?? "") &&
    !words.some((word) => /^(?:--prefix|--global|-g|--location)\b/.test(word));
  const args = isOwn ? [...words, `--prefix=${folder}`] : words;
  const env = {
    npm_config_fund: "false",
    npm_config_progress: "false",
    npm_config_update_notifier: "false",
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  };
  const end = await runProgram({ file: "npm", args, cwd: folder, env }, take).catch(
    (cause: unknown): never => {
      throw new Error("npm was found neither beside node nor in the PATH; install it as your system does", {
        cause,
      });
    },
  );
  if (end.code !== 0) throw new CommandError(`npm ${line}`, end);
}
