import protobuf from "protobufjs/minimal.js";

const { Writer } = protobuf;
type Fields = (writer: protobuf.Writer) => void;

/** A summary that TensorBoard's plugins read. */
export interface SummaryValue {
  tag: string;
  /** The plugin that shows it. */
  plugin: { name: string; content?: Uint8Array; dataClass: 0 | 1 | 2 };
  /** The serialised TensorProto. */
  tensor: Uint8Array;
}

const DT_FLOAT = 1;
const DT_DOUBLE = 2;
const DT_STRING = 7;

/** The first event of a file. */
export function versionEvent(wallTime: number): Uint8Array {
  return message((event) => {
    event.uint32(key(1, 1)).double(wallTime);
    event.uint32(key(3, 2)).string("brain.Event:2");
  });
}

/**
 * An event with one summary value.
 *
 * @see tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto
 */
export function summaryEvent(
  wallTime: number,
  step: number,
  { tag, plugin, tensor }: SummaryValue,
): Uint8Array {
  return message((event) => {
    event.uint32(key(1, 1)).double(wallTime);
    event.uint32(key(2, 0)).int64(step);
    nested(event, 5, (summary) => {
      nested(summary, 1, (value) => {
        value.uint32(key(1, 2)).string(tag);
        value.uint32(key(8, 2)).bytes(tensor);
        nested(value, 9, (metadata) => {
          nested(metadata, 1, (data) => {
            data.uint32(key(1, 2)).string(plugin.name);
            if (plugin.content) data.uint32(key(2, 2)).bytes(plugin.content);
          });
          if (plugin.dataClass) metadata.uint32(key(4, 0)).int32(plugin.dataClass);
        });
      });
    });
  });
}

/** A TensorProto of one float32. */
export function scalarTensor(value: number): Uint8Array {
  return message((tensor) => {
    tensor.uint32(key(1, 0)).int32(DT_FLOAT);
    nested(tensor, 2, () => {});
    nested(tensor, 5, (values) => values.float(value));
  });
}

/** A TensorProto of one string. */
export function stringTensor(text: string): Uint8Array {
  return message((tensor) => {
    tensor.uint32(key(1, 0)).int32(DT_STRING);
    nested(tensor, 2, () => {});
    tensor.uint32(key(8, 2)).bytes(new TextEncoder().encode(text));
  });
}

/** A TensorProto of rows of float64. */
export function matrixTensor(rows: readonly (readonly number[])[], columns: number): Uint8Array {
  return message((tensor) => {
    tensor.uint32(key(1, 0)).int32(DT_DOUBLE);
    nested(tensor, 2, (shape) => {
      for (const length of [rows.length, columns]) {
        nested(shape, 2, (dimension) => dimension.uint32(key(1, 0)).int64(length));
      }
    });
    nested(tensor, 6, (values) => {
      for (const value of rows.flat()) values.double(value);
    });
  });
}

function key(field: number, wireType: 0 | 1 | 2): number {
  return (field << 3) | wireType;
}

function message(fields: Fields): Uint8Array {
  const writer = Writer.create();
  fields(writer);
  return writer.finish();
}

function nested(writer: protobuf.Writer, field: number, fields: Fields): void {
  writer.uint32(key(field, 2)).fork();
  fields(writer);
  writer.ldelim();
}
