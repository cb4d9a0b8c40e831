import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { Subscriber, XPublisher } from "zeromq";
import { createPublisher, type Publisher, subscriberLimit } from "../../../kernel/transport/publisher.ts";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A publisher and a subscriber with the smallest queues; nothing is read until the test reads. */
async function pair(patience?: number) {
  const errors: string[] = [];
  const address = `ipc://${tmpdir()}/toile-pub-${randomUUID()}`;
  const server = new XPublisher({ linger: 0, sendHighWaterMark: subscriberLimit, noDrop: true });
  server.verbosity = "allSubs";
  open.push(server);
  await server.bind(address);
  const join = async () => {
    const client = new Subscriber({ linger: 0, receiveHighWaterMark: 1 });
    open.push(client);
    client.connect(address);
    client.subscribe();
    await server.receive();
    return client;
  };
  const client = await join();
  const publisher = createPublisher(server, (error) => errors.push(String(error)), patience);
  return { publisher, client, errors, join };
}

const medium = Buffer.alloc(16 * 1024);
const big = Buffer.alloc(64 * 1024);

function flood(publisher: Publisher, count: number) {
  for (let index = 0; index < count; index++) publisher.send([Buffer.from(String(index)), big]);
}

describe("publisher", () => {
  it("asks for a pause while a subscriber does not read, and loses nothing", async () => {
    const { publisher, client, errors } = await pair();
    const count = 3 * subscriberLimit;
    flood(publisher, count);
    const pause = publisher.ready();
    expect(pause).toBeInstanceOf(Promise);
    for (let index = 0; index < count; index++)
      expect(String((await client.receive())[0])).toBe(String(index));
    await pause;
    expect(publisher.ready()).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it("goes on without a subscriber that never reads, and says so once", async () => {
    const { publisher, errors } = await pair(50);
    flood(publisher, 3 * subscriberLimit);
    await publisher.drained();
    expect(errors).toEqual([expect.stringContaining("has not read iopub")]);
    expect(publisher.ready()).toBeUndefined();
  });

  it("waits once for a subscriber that never reads, and loses nothing for one that does", async () => {
    const { publisher, errors, join: add } = await pair(1000);
    const reader = await add();
    const count = 5 * subscriberLimit;
    for (let index = 0; index < count; index++) publisher.send([Buffer.from(String(index)), medium]);
    for (let index = 0; index < count; index++)
      expect(String((await reader.receive())[0])).toBe(String(index));
    expect(errors).toHaveLength(1);
  });

  it("takes a subscriber back that reads again", async () => {
    const { publisher, client } = await pair(50);
    flood(publisher, 3 * subscriberLimit);
    await publisher.drained();
    let last = "";
    const reading = (async () => {
      while (last !== "again") last = String((await client.receive())[0]);
    })();
    while (last !== "again") {
      publisher.send([Buffer.from("again")]);
      await setTimeout(1);
    }
    await reading;
  });

  it("waits for nobody once it was told to give up", async () => {
    const { publisher } = await pair(3_600_000);
    flood(publisher, 3 * subscriberLimit);
    publisher.giveUp();
    await publisher.drained();
  });
});
