import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programOf } from "../src/child.ts";

/** A file system of 512 kB in a mount namespace of its own, which root has, and others where the system lets them. */
const small = ["unshare", "--mount", "--map-root-user"] as const;
const mount = 'mount -t tmpfs -o size=512k tmpfs "$1" && exec "$2" "$3" "$1" "$4"';
const probe = spawnSync(small[0], [...small.slice(1), "mount", "-t", "tmpfs", "tmpfs", tmpdir()]);
const reason = probe.status === 0 ? undefined : "needs unshare and the right to mount a small file system";

/** Each part fills the disk, tries, makes room, and tries again; what happened goes to stdout as JSON. */
const source = `
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync, openSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import { createHistoryStore } from "./kernel/history/store.ts";
import { download } from "./src/data/download.ts";
import { callbacks, layers, loadModel, sequential } from "./src/index.ts";
import { x, y } from "./test/src/callbacks/small.ts";

const [folder, url] = process.argv.slice(2) as [string, string];
const filler = join(folder, "filler");
function fill(free: number): void {
  const fd = openSync(filler, "w");
  for (const chunk of [4096, 1]) {
    try { for (;;) writeSync(fd, Buffer.alloc(chunk)); } catch {}
  }
  closeSync(fd);
  if (free > 0) { const size = statSync(filler).size - free; rmSync(filler); writeFileSync(filler, Buffer.alloc(size)); }
}
const messageOf = (work: Promise<unknown>) => work.then(() => "no error", (error: Error) => error.message);
const said: Record<string, unknown> = {};

{
  const file = join(folder, "data");
  fill(60 * 1024);
  said.download = await messageOf(download(url, file));
  said.downloadedPart = statSync(file).size;
  rmSync(filler);
  said.downloadedAfter = await messageOf(download(url, file));
  said.isWhole = readFileSync(file).equals(Buffer.alloc(200_000, 7));
  rmSync(file);
}
{
  const model = sequential([layers.dense(4, { activation: "softmax", inputShape: [3] })]);
  model.compile({ optimizer: "sgd", loss: "sparse_categorical_crossentropy" });
  const file = join(folder, "best.keras");
  await model.save(file);
  const before = readFileSync(file);
  fill(0);
  const checkpoint = callbacks.modelCheckpoint(file);
  said.checkpoint = await messageOf(model.fit(x, y, { epochs: 2, verbose: 0, callbacks: [checkpoint] }));
  said.isOldModelWhole = readFileSync(file).equals(before);
  said.left = readdirSync(folder).sort();
  rmSync(filler);
  said.checkpointAfter = await messageOf(model.fit(x, y, { epochs: 1, verbose: 0, callbacks: [checkpoint] }));
  said.isNewModelRead = await messageOf(loadModel(file));
  rmSync(file);
}
{
  const logged: string[] = [];
  const store = createHistoryStore(join(folder, "history"), (line) => logged.push(line));
  store.append(1, "before");
  await store.flush();
  fill(0);
  for (let line = 2; line < 5; line++) store.append(line, "x".repeat(3000));
  await store.flush();
  said.historyLogged = logged;
  rmSync(filler);
  store.append(5, "after");
  await store.flush();
  said.historyKept = (await store.read(1)).map(({ line }) => line);
}
console.log(JSON.stringify(said));
process.exit(0);
`;

describe("a full disk", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "toile-full-"));
  let said: Record<string, unknown>;
  beforeAll(async () => {
    if (reason !== undefined) return;
    const body = Buffer.alloc(200_000, 7);
    const server = createServer(({ headers }, response) => {
      const start = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
      response
        .writeHead(start > 0 ? 206 : 200, { "content-length": body.length - start })
        .end(body.subarray(start));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data`;
    const program = await programOf(source);
    const args = [...small.slice(1), "sh", "-c", mount, "sh", folder, process.execPath, program, url];
    const child = spawn(small[0], args, { stdio: ["ignore", "pipe", "inherit"] });
    const out = Buffer.concat(await child.stdout.toArray()).toString();
    server.close();
    said = JSON.parse(out.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(reason !== undefined)(
    "ends a download with its reason, keeps the part, and goes on from there",
    () => {
      expect(said.download).toMatch(/^http:.*ENOSPC: no space left on device/);
      expect(said.downloadedPart).toBeGreaterThan(0);
      expect([said.downloadedAfter, said.isWhole]).toEqual(["no error", true]);
    },
  );

  it.skipIf(reason !== undefined)(
    "ends a training at its checkpoint, and the checkpoint before is whole",
    () => {
      expect(said.checkpoint).toMatch(/best\.keras could not be written \(ENOSPC: .*as it was/);
      expect([said.isOldModelWhole, said.left]).toEqual([true, ["best.keras", "filler"]]);
      expect([said.checkpointAfter, said.isNewModelRead]).toEqual(["no error", "no error"]);
    },
  );

  it.skipIf(reason !== undefined)(
    "is logged once by the history, which writes everything when there is room",
    () => {
      expect(said.historyLogged).toEqual([expect.stringMatching(/kept in memory: ENOSPC/)]);
      expect(said.historyKept).toEqual([1, 2, 3, 4, 5]);
    },
  );
});
