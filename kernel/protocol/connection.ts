import { ProtocolError } from "./errors.ts";
import { type Fields, fieldsOf, isObject } from "./fields.ts";

/** The connection file a client writes for the kernel. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  /** The address for tcp, the path prefix for ipc. */
  readonly ip: string;
  readonly ports: {
    readonly shell: number;
    readonly control: number;
    readonly iopub: number;
    readonly stdin: number;
    readonly heartbeat: number;
  };
  readonly key: string;
  /** Where the client asks for encrypted sockets: this server's CurveZMQ key pair, in Z85. */
  readonly curve?: { readonly publicKey: string; readonly secretKey: string };
}

/**
 * Reads a connection file's text.
 *
 * @throws {ProtocolError} naming the member that is missing or wrong.
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
 */
export function parseConnection(text: string): Connection {
  const object = json(text);
  if (!isObject(object)) throw new ProtocolError("The connection file must hold a JSON object.");
  const fields = fieldsOf("connection file", object);
  if (fields.string("signature_scheme", "hmac-sha256") !== "hmac-sha256")
    throw new ProtocolError(`connection file: "signature_scheme" must be "hmac-sha256".`);
  return {
    transport: object.transport === undefined ? "tcp" : fields.oneOf("transport", ["tcp", "ipc"]),
    ip: fields.string("ip"),
    ports: {
      shell: port(fields, "shell_port"),
      control: port(fields, "control_port"),
      iopub: port(fields, "iopub_port"),
      stdin: port(fields, "stdin_port"),
      heartbeat: port(fields, "hb_port"),
    },
    key: fields.string("key", ""),
    ...curve(fields),
  };
}

/** Both keys or neither: a client that sent one expects encryption, and must not get plain sockets. */
function curve(fields: Fields): Pick<Connection, "curve"> {
  const publicKey = fields.optionalString("curve_publickey");
  const secretKey = fields.optionalString("curve_secretkey");
  if (publicKey === null && secretKey === null) return {};
  return {
    curve: { publicKey: z85("curve_publickey", publicKey), secretKey: z85("curve_secretkey", secretKey) },
  };
}

/** The value is a secret and therefore not part of the message. */
function z85(name: string, key: string | null): string {
  if (key !== null && /^[0-9a-zA-Z.\-:+=^!/*?&<>()[\]{}@%$#]{40}$/.test(key)) return key;
  throw new ProtocolError(`connection file: "${name}" must be 40 characters of Z85.`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProtocolError(`The connection file is no JSON: ${String(cause)}`, { cause });
  }
}

const port = (fields: Fields, name: string) => fields.integer(name, { min: 1, max: 65_535 });
