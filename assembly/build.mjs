// Compiles the WebAssembly of the linear models into src/linear/sgd/module.ts: `node assembly/build.mjs`.
// A test compares that file with what this program makes.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const target = new URL("../src/linear/sgd/module.ts", import.meta.url);

/** The text of src/linear/sgd/module.ts. */
export async function compile() {
  const { error, stderr, stdout, binary } = await run();
  if (error) throw new Error(`AssemblyScript found errors:\n${stderr}${stdout}`, { cause: error });
  const lines =
    Buffer.from(binary)
      .toString("base64")
      .match(/.{1,100}/g) ?? [];
  return [
    "// Made from assembly/sgd.ts by `node assembly/build.mjs`; do not edit.",
    "",
    "/** The WebAssembly that learns, in base64. */",
    "export const moduleBase64 =",
    lines.map((line) => `  "${line}"`).join(" +\n"),
  ]
    .join("\n")
    .concat(";\n");
}

const here = fileURLToPath(new URL(".", import.meta.url));
const options = {
  baseDir: here,
  outFile: "sgd.wasm",
  optimizeLevel: 3,
  noAssert: true,
  runtime: "stub",
  // The first 64 KiB of the memory are the module's own; the library's data begins after them.
  memoryBase: 1024,
  importMemory: true,
  sharedMemory: true,
  initialMemory: 1,
  maximumMemory: 65536,
  enable: "threads",
};

async function run() {
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  /** @type {Uint8Array} */
  let binary = new Uint8Array();
  const result = await asc.main(["sgd.ts", ...args], {
    writeFile(name, contents) {
      if (name === options.outFile && typeof contents !== "string") binary = contents;
    },
  });
  return { ...result, binary };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = await compile();
  writeFileSync(target, text);
  console.log(`wrote ${fileURLToPath(target)} (${text.length} characters)`);
}
