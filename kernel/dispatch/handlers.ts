import type { ErrorReply, ReplyContents } from "../protocol/replies.ts";
import type { Request, RequestType } from "../protocol/requests.ts";
import type { Context, Handler } from "./context.ts";
import { complete, inspect } from "./introspection.ts";
import { kernelInfo } from "./kernelInfo.ts";

/** Every request but `execute_request`, which waits in the queue; these are answered while a cell runs. */
export type SideRequestType = Exclude<RequestType, "execute_request">;

const handlers: { readonly [T in SideRequestType]: Handler<T> } = {
  kernel_info_request: kernelInfo,
  is_complete_request: async ({ interpreter }, { content }) => (await interpreter).isComplete(content.code),
  complete_request: complete,
  inspect_request: inspect,
  history_request: async ({ history }, { content }) => ({
    status: "ok",
    history: await history.find(content),
  }),
  comm_info_request: ({ comms }, { content }) => ({ status: "ok", comms: comms.list(content.target_name) }),
  interrupt_request: ({ interpreter, log }) => {
    // The reply says that the interrupt is on its way: native code may keep it waiting for seconds.
    interpreter
      .then((it) => it.interrupt())
      .catch((error: unknown) => log(`The interrupt failed: ${String(error)}`));
    return { status: "ok" };
  },
  shutdown_request: ({ link, stop }, { header, content: { restart } }) => {
    link.publish("shutdown_reply", { status: "ok", restart }, header);
    stop();
    return { status: "ok", restart };
  },
};

/** Looks up the handler of a request and runs it; rejects where the handler throws. */
export async function answer<T extends SideRequestType>(
  context: Context,
  request: Request<T>,
): Promise<ReplyContents[T] | ErrorReply> {
  const handler: Handler<T> = handlers[request.header.msg_type];
  return handler(context, request);
}
