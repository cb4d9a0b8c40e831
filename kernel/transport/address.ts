import type { Connection } from "../protocol/connection.ts";

/** The ZeroMQ address of one of the connection's ports. */
export function address({ transport, ip }: Pick<Connection, "transport" | "ip">, port: number): string {
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  const host = ip.includes(":") && !ip.startsWith("[") ? `[${ip}]` : ip;
  return `tcp://${host}:${port}`;
}
