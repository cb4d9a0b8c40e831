import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Counts the sockets that Node opens, by the events that every one of them sends. */
function socketsOf(program: string): number {
  const watched = `
    import { subscribe } from "node:diagnostics_channel";
    let sockets = 0;
    for (const name of ["net.client.socket", "udp.socket", "net.server.socket"]) subscribe(name, () => sockets++);
    ${program}
    console.log("sockets " + sockets);
    process.exit(0);`;
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", watched], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" },
  });
  return Number(/sockets (\d+)/.exec(out)?.[1]);
}

test("nothing is fetched when the library is imported, and nothing listens", () => {
  const imports = ["toile", "toile/nodeplotlib", "@tensorflow/tfjs-node"];
  const program = imports.map((name) => `await import(${JSON.stringify(name)});`).join("\n");
  expect(socketsOf(`${program}\nawait new Promise((resolve) => setTimeout(resolve, 300));`)).toBe(0);
});

test("the count is one that a fetch would raise", () => {
  expect(socketsOf('await fetch("http://127.0.0.1:45999").catch(() => {});')).toBeGreaterThan(0);
});

/** Sources that run on a user's machine, without their comments. */
function sources(...folders: string[]): { file: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|mjs|py|js|j2)$/.test(name) && !name.includes("node_modules"))
      .map((name) => ({ file: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") })),
  );
}

const isComment = (line: string) => /^\s*(\*|\/\/|\/\*|#)/.test(line);

// The names of markup languages, such as http://www.w3.org/2000/svg, are no addresses.
test("every address in the program is one of a data set, a package or a help page", () => {
  const hosts = sources("kernel", "src", "setup", "templates", "bin").flatMap(({ file, text }) =>
    text
      .split("\n")
      .filter((line) => !isComment(line))
      .flatMap((line) =>
        [...line.matchAll(/https?:\/\/(?!www\.w3\.org\/(?:1999|2000)\/)([\w.-]+)/g)].map(
          (it) => `${it[1]}  ${file}`,
        ),
      ),
  );
  expect([...new Set(hosts.map((it) => it.split("  ")[0]))].sort()).toMatchInlineSnapshot(`
    [
      "fashion-mnist.s3-website.eu-central-1.amazonaws.com",
      "github.com",
      "js.tensorflow.org",
      "nodejs.org",
      "ossci-datasets.s3.amazonaws.com",
      "storage.googleapis.com",
      "www.python.org",
      "www.typescriptlang.org",
    ]
  `);
});

test("no process is started through a shell", () => {
  const found = sources("kernel", "src", "setup", "templates", "bin").flatMap(({ file, text }) => [
    ...[...text.matchAll(/import \{([^}]*)\} from "node:child_process"/g)]
      .flatMap((it) => it[1]!.split(","))
      .map((name) => name.trim().replace("type ", ""))
      .filter((name) => name === "exec" || name === "execSync")
      .map((name) => `${file}: ${name}`),
    ...[...text.matchAll(/\bshell\s*[:=]\s*(?:true|True)|os\.system\(|os\.popen\(/g)].map(
      (it) => `${file}: ${it[0]}`,
    ),
  ]);
  expect(found).toEqual([]);
});
