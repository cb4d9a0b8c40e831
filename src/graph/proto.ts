import { createRequire } from "node:module";
import type { Root } from "protobufjs/light.js";

/**
 * The messages of TensorFlow that are written or read here, with the field numbers of tensorflow/core/framework (graph, node_def,
 * attr_value, tensor, tensor_shape, versions, op_def .proto) and tensorflow/core/protobuf/config.proto.
 */
const field = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ id, type, rule: "repeated" });
const map = (id: number, type: string) => ({ id, type, keyType: "string" });

const messages = {
  nested: {
    GraphDef: { fields: { node: list(1, "NodeDef"), versions: field(4, "VersionDef") } },
    VersionDef: { fields: { producer: field(1, "int32"), minConsumer: field(2, "int32") } },
    NodeDef: {
      fields: {
        name: field(1, "string"),
        op: field(2, "string"),
        input: list(3, "string"),
        attr: map(5, "AttrValue"),
      },
    },
    AttrValue: {
      fields: {
        list: field(1, "ListValue"),
        s: field(2, "bytes"),
        i: field(3, "int64"),
        f: field(4, "float"),
        b: field(5, "bool"),
        type: field(6, "int32"),
        shape: field(7, "TensorShape"),
        tensor: field(8, "Tensor"),
      },
      oneofs: { value: { oneof: ["list", "s", "i", "f", "b", "type", "shape", "tensor"] } },
    },
    ListValue: {
      fields: {
        s: list(2, "bytes"),
        i: list(3, "int64"),
        f: list(4, "float"),
        b: list(5, "bool"),
        type: list(6, "int32"),
        shape: list(7, "TensorShape"),
      },
    },
    TensorShape: { fields: { dim: list(2, "Dim"), unknownRank: field(3, "bool") } },
    Dim: { fields: { size: field(1, "int64") } },
    Tensor: {
      fields: {
        dtype: field(1, "int32"),
        tensorShape: field(2, "TensorShape"),
        tensorContent: field(4, "bytes"),
      },
    },
    OpList: { fields: { op: list(1, "bytes") } },
    OpName: { fields: { name: field(1, "string") } },
    OpDef: {
      fields: {
        name: field(1, "string"),
        inputArg: list(2, "ArgDef"),
        outputArg: list(3, "ArgDef"),
        attr: list(4, "AttrDef"),
        isStateful: field(17, "bool"),
      },
    },
    ArgDef: {
      fields: {
        name: field(1, "string"),
        type: field(3, "int32"),
        typeAttr: field(4, "string"),
        numberAttr: field(5, "string"),
        typeListAttr: field(6, "string"),
      },
    },
    AttrDef: {
      fields: { name: field(1, "string"), type: field(2, "string"), defaultValue: field(3, "AttrValue") },
    },
    Config: {
      fields: {
        intraOpParallelismThreads: field(2, "int32"),
        interOpParallelismThreads: field(5, "int32"),
        usePerSessionThreads: field(9, "bool"),
        graphOptions: field(10, "GraphOptions"),
      },
    },
    GraphOptions: {
      fields: { optimizerOptions: field(3, "OptimizerOptions"), rewriteOptions: field(10, "Rewriter") },
    },
    OptimizerOptions: { fields: { optLevel: field(3, "int32"), globalJitLevel: field(5, "int32") } },
    Rewriter: { fields: { remapping: field(14, "int32"), disableMetaOptimizer: field(19, "bool") } },
    RunOptions: { fields: { interOpThreadPool: field(3, "int32") } },
  },
};

let root: Root | undefined;

/** The messages, once the first is written: loading protobufjs takes longer than the rest of the compiler. */
function lookupType(name: keyof Messages) {
  if (root === undefined) {
    const protobuf: typeof import("protobufjs/light.js") = createRequire(import.meta.url)(
      "protobufjs/light.js",
    );
    root = protobuf.Root.fromJSON(messages);
  }
  return root.lookupType(name);
}

/** An attribute of a node; exactly one field is set. */
export interface AttrValue {
  list?: {
    s?: Uint8Array[];
    i?: number[];
    f?: number[];
    b?: boolean[];
    type?: number[];
    shape?: ShapeMessage[];
  };
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: ShapeMessage;
  tensor?: { dtype: number; tensorShape: ShapeMessage; tensorContent: Uint8Array };
}

/** A shape; a length of -1 is not known. */
export interface ShapeMessage {
  dim?: { size: number }[];
  unknownRank?: boolean;
}

/** One node of a graph. */
export interface NodeDef {
  name: string;
  op: string;
  /** `node:index` of values, then `^node` of nodes to wait for. */
  input: string[];
  attr: Record<string, AttrValue>;
}

/** One input or output of an operation's definition. */
export interface ArgDef {
  name: string;
  type: number;
  typeAttr: string;
  numberAttr: string;
  typeListAttr: string;
}

/** The signature of an operation. */
export interface OpDef {
  name: string;
  inputArg: ArgDef[];
  outputArg: ArgDef[];
  attr: { name: string; type: string; defaultValue: AttrValue | null }[];
  isStateful: boolean;
}

/** The settings of a session. */
export interface Config {
  intraOpParallelismThreads?: number;
  interOpParallelismThreads?: number;
  usePerSessionThreads?: boolean;
  graphOptions?: {
    optimizerOptions?: { optLevel?: number; globalJitLevel?: number };
    rewriteOptions?: { remapping?: number; disableMetaOptimizer?: boolean };
  };
}

interface Messages {
  GraphDef: { node: NodeDef[]; versions: { producer: number; minConsumer: number } };
  Config: Config;
  RunOptions: { interOpThreadPool?: number };
  OpList: { op: Uint8Array[] };
  OpName: { name: string };
  OpDef: OpDef;
}

/** The wire form of a message. */
export function encode<Name extends keyof Messages>(name: Name, message: Messages[Name]): Uint8Array {
  return lookupType(name).encode(message).finish();
}

/** The message of a wire form; fields that are not listed above are skipped. */
export function decode<Name extends keyof Messages>(name: Name, wire: Uint8Array): Messages[Name] {
  return lookupType(name).decode(wire) as unknown as Messages[Name];
}

/** A shape as a message. */
export function shapeMessage(shape: readonly number[]): ShapeMessage {
  return { dim: shape.map((size) => ({ size })) };
}
