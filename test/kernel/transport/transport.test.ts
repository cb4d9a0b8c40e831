import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Dealer, Request, Subscriber } from "zeromq";
import type { Connection } from "../../../kernel/protocol/connection.ts";
import { address } from "../../../kernel/transport/address.ts";
import { openTransport } from "../../../kernel/transport/transport.ts";

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

function fail(error: unknown): never {
  throw error;
}

function ipcConnection(): Connection {
  const folder = mkdtempSync(join(tmpdir(), "toile-ipc-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const ports = { shell: 1, control: 2, iopub: 3, stdin: 4, heartbeat: 5 };
  return { transport: "ipc", ip: join(folder, "k"), ports, key: "" };
}

async function tcpConnection(): Promise<Connection> {
  const [shell = 0, control = 0, iopub = 0, stdin = 0, heartbeat = 0] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    ports: { shell, control, iopub, stdin, heartbeat },
    key: "",
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

describe.each([
  ["tcp", tcpConnection],
  ["ipc", ipcConnection],
])("transport over %s", (_, connect) => {
  it("carries frames both ways on every router socket and echoes heartbeats", async () => {
    const connection = await connect();
    const transport = await openTransport(connection, fail);
    cleanups.push(transport.close);
    transport.listen({
      onFrames: (channel, frames) => transport.send(channel, [...frames, Buffer.from(channel)]),
      onSubscribe: () => {},
    });
    for (const channel of ["shell", "control", "stdin"] as const) {
      const client = new Dealer({ linger: 0 });
      client.connect(address(connection, connection.ports[channel]));
      await client.send(["a", "b"]);
      expect((await client.receive()).map(String)).toEqual(["a", "b", channel]);
      client.close();
    }
    const heart = new Request({ linger: 0 });
    heart.connect(address(connection, connection.ports.heartbeat));
    await heart.send("ping");
    expect((await heart.receive()).map(String)).toEqual(["ping"]);
    heart.close();
  });

  it("hears control while shell has thousands of messages waiting", async () => {
    const connection = await connect();
    const transport = await openTransport(connection, fail);
    cleanups.push(transport.close);
    const clients = {
      shell: new Dealer({ linger: 0, sendHighWaterMark: 0 }),
      control: new Dealer({ linger: 0 }),
    };
    for (const channel of ["shell", "control"] as const)
      clients[channel].connect(address(connection, connection.ports[channel]));
    const flood = 20_000;
    for (let index = 0; index < flood; index++) await clients.shell.send(String(index));
    let before = 0;
    await new Promise<void>((resolve) =>
      transport.listen({
        onFrames: (channel) => {
          if (channel === "control") resolve();
          else if (++before === 1) void clients.control.send("interrupt");
        },
        onSubscribe: () => {},
      }),
    );
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(flood);
    for (const client of Object.values(clients)) client.close();
  });

  it("tells of every subscriber and publishes in order, beyond ZeroMQ's own limit of 1000", async () => {
    const connection = await connect();
    const transport = await openTransport(connection, fail);
    cleanups.push(transport.close);
    const subscriber = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
    const subscribed = new Promise<string>((resolve) =>
      transport.listen({
        onFrames: () => {},
        onSubscribe: (topic) => resolve(Buffer.from(topic).toString()),
      }),
    );
    subscriber.connect(address(connection, connection.ports.iopub));
    subscriber.subscribe("t");
    expect(await subscribed).toBe("t");
    const count = 5000;
    for (let index = 0; index < count; index++)
      transport.send("iopub", [Buffer.from("t"), Buffer.from(`${index}`)]);
    for (let index = 0; index < count; index++)
      expect(String((await subscriber.receive())[1])).toBe(String(index));
    subscriber.close();
  });
});

describe("openTransport", () => {
  it("names socket and address when one is taken, and frees the others", async () => {
    const connection = await tcpConnection();
    const server = createServer().listen(connection.ports.iopub, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    await expect(openTransport(connection, fail)).rejects.toThrow(
      `Cannot bind the iopub socket to tcp://127.0.0.1:${connection.ports.iopub}`,
    );
    await new Promise((resolve) => server.close(resolve));
    // ZeroMQ releases an address in a thread of its own, some time after the socket was closed.
    const transport = await vi.waitFor(() => openTransport(connection, fail), { timeout: 10_000 });
    await transport.close();
  });
});

describe("address", () => {
  it.each([
    ["tcp", "127.0.0.1", "tcp://127.0.0.1:7"],
    ["tcp", "::1", "tcp://[::1]:7"],
    ["ipc", "/tmp/k", "ipc:///tmp/k-7"],
  ] as const)("joins %s %s with the port as ZeroMQ wants it", (transport, ip, expected) => {
    expect(address({ transport, ip }, 7)).toBe(expected);
  });
});
