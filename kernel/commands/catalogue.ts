/** One command, as its help tells of it. */
export interface CommandInfo {
  readonly name: string;
  /** Whether it stands on a line (`%sh`), at the head of a cell (`%%sh`), or on either. */
  readonly marks: readonly ("%" | "%%")[];
  /** Behind the name: `install <package> ...`. */
  readonly usage: string;
  /** One sentence. */
  readonly summary: string;
  readonly details: string;
  readonly examples: readonly string[];
}

/** Every command, in the order in which help lists them. */
export const catalogue: readonly CommandInfo[] = [
  {
    name: "npm",
    marks: ["%"],
    usage: "install <package> ...",
    summary: "Runs npm in the notebook's folder.",
    details:
      "What it installs lies in the notebook's own folder, whatever folder %cd has gone to, and can be imported at once. Any other npm command works, too. A package that has been imported before keeps its old version until %reset.",
    examples: ["%npm install d3-array", "%npm install --save-dev @types/d3-array", "%npm ls"],
  },
  {
    name: "sh",
    marks: ["%", "%%"],
    usage: "<command line>",
    summary: "Runs a line, or with %%sh a whole cell, in the shell.",
    details:
      "The text goes to `sh -c` as it stands; values of the notebook are not put into it. Output is shown as it comes, and a command that fails fails the cell. In code, await sh`...` gives the output as a value and quotes whatever is interpolated.",
    examples: [
      "%sh ls -l",
      "%%sh\nfor i in 1 2 3; do\n  echo $i\ndone",
      `const log = await sh\`git log -n \${count}\``,
    ],
  },
  {
    name: "cd",
    marks: ["%"],
    usage: "[folder]",
    summary: "Changes the working directory.",
    details:
      "Without a folder it goes home, with - back to where it was before. Imports are looked up from the notebook's folder all the same.",
    examples: ["%cd data", "%cd -", "%cd ~"],
  },
  {
    name: "env",
    marks: ["%"],
    usage: "[name[=value]]",
    summary: "Shows or sets environment variables.",
    details:
      "Values of names that speak of keys, tokens and passwords are hidden in the list, though not when they are asked for by name.",
    examples: ["%env", "%env HOME", "%env TF_CPP_MIN_LOG_LEVEL=2"],
  },
  {
    name: "time",
    marks: ["%", "%%"],
    usage: "<statement>",
    summary: "Tells how long a statement, or with %%time the whole cell, takes.",
    details:
      "The statement is TypeScript and may go on over several lines; what it declares stays declared, and where it ends the cell its value is shown. CPU time is that of the session's process, all threads together.",
    examples: ["%time const sorted = values.toSorted()", "%%time\nawait model.fit(x, y)"],
  },
  {
    name: "who",
    marks: ["%"],
    usage: "",
    summary: "Lists the variables that cells have declared.",
    details: "One a line: its name, its type and the beginning of its value.",
    examples: ["%who"],
  },
  {
    name: "reset",
    marks: ["%"],
    usage: "",
    summary: "Starts the session anew, without variables, modules and timers.",
    details:
      "It stands before all else in its cell. What is below it runs in the new session, with the folder and the environment of the start. The count of cells goes on.",
    examples: ["%reset"],
  },
  {
    name: "strict",
    marks: ["%%"],
    usage: "",
    summary: "Makes the type errors of the cell errors: it does not run before they are gone.",
    details: "Without it they are warnings.",
    examples: ["%%strict\nconst n: number = 1;"],
  },
  {
    name: "help",
    marks: ["%"],
    usage: "[command]",
    summary: "Lists the commands, or tells more of one.",
    details: "%npm? does the same.",
    examples: ["%help", "%help npm"],
  },
];

export function findCommand(name: string): CommandInfo | undefined {
  return catalogue.find((info) => info.name === name);
}
