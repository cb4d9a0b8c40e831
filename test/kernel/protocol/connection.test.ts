import { describe, expect, it } from "vitest";
import { parseConnection } from "../../../kernel/protocol/connection.ts";

const file = {
  transport: "ipc",
  ip: "/tmp/k",
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 5,
  key: "secret",
  signature_scheme: "hmac-sha256",
};

describe("parseConnection", () => {
  it("reads the file that jupyter_client writes", () => {
    expect(parseConnection(JSON.stringify({ ...file, kernel_name: "toile" }))).toEqual({
      transport: "ipc",
      ip: "/tmp/k",
      ports: { shell: 1, control: 2, iopub: 3, stdin: 4, heartbeat: 5 },
      key: "secret",
    });
  });

  it.each([
    [{ shell_port: undefined }, 'connection file: "shell_port" must be an integer'],
    [{ iopub_port: 70000 }, '"iopub_port" must be an integer of at least 1 and of at most 65535; got 70000.'],
    [{ transport: "udp" }, '"transport" must be one of "tcp", "ipc"; got "udp".'],
    [{ signature_scheme: "hmac-md5" }, '"signature_scheme" must be "hmac-sha256"'],
  ])("names the member that is wrong in %o", (change, text) => {
    expect(() => parseConnection(JSON.stringify({ ...file, ...change }))).toThrow(text);
  });

  it("reads the keys for encrypted sockets", () => {
    const keys = { curve_publickey: "a".repeat(40), curve_secretkey: "b".repeat(40) };
    const { curve } = parseConnection(JSON.stringify({ ...file, ...keys }));
    expect(curve).toEqual({ publicKey: keys.curve_publickey, secretKey: keys.curve_secretkey });
  });

  it.each([
    [{ curve_publickey: "a".repeat(40) }, '"curve_secretkey" must be 40 characters of Z85'],
    [{ curve_publickey: "short", curve_secretkey: "b".repeat(40) }, '"curve_publickey" must be 40'],
  ])("refuses half a key pair or a broken key, without repeating it", (keys, text) => {
    expect(() => parseConnection(JSON.stringify({ ...file, ...keys }))).toThrow(text);
    expect(() => parseConnection(JSON.stringify({ ...file, ...keys }))).not.toThrow(/bbb|short/);
  });

  it.each([
    ["{", "is no JSON"],
    ["[]", "must hold a JSON object"],
  ])("refuses %s", (text, reason) => {
    expect(() => parseConnection(text)).toThrow(reason);
  });
});
