/** A message that breaks the protocol: it is logged, answered where that is possible, and otherwise ignored. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}
