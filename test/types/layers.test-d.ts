import { expectTypeOf } from "vitest";
import { constraints, initializers, input, layers, regularizers } from "../../src/index.ts";
import type { SymbolicTensor } from "../../src/tensorflow.ts";

/** Checked by `tsc` alone: every line marked as an error must be one, and no other line may be. */
export function shapes(): void {
  layers.dense(1, { inputShape: [28, null] });
  layers.dense(1, { batchInputShape: [null, 28, 28] });
  layers.flatten({ inputShape: [28, 28], dtype: "float32" });
  // @ts-expect-error a shape is a list of lengths
  layers.flatten({ inputShape: 784 });
  // @ts-expect-error lengths are numbers
  layers.flatten({ inputShape: ["28", 28] });
  // @ts-expect-error a shape has no lists within
  layers.flatten({ inputShape: [[28, 28]] });
  // @ts-expect-error Keras's spelling in Python
  layers.flatten({ input_shape: [28, 28] });
  // @ts-expect-error no such type
  layers.flatten({ inputShape: [28], dtype: "float16" });
  // @ts-expect-error a batch's shape is a list too
  layers.flatten({ batchInputShape: 784 });
  input([784]);
  input({ shape: [null, 8], batchSize: 32, name: "글자" });
  // @ts-expect-error the shape is missing
  input({ batchSize: 32 });
  // @ts-expect-error one list
  input(28, 28);

  layers.reshape([28, 28, 1]);
  layers.reshape([-1, 28]);
  layers.reshape({ targetShape: [-1, 28], inputShape: [784] });
  const lengths: number[] = [28, 28];
  layers.reshape(lengths);
  // @ts-expect-error the target is a list
  layers.reshape(784);
  // @ts-expect-error only one length can follow from the others
  layers.reshape([-1, -1]);
  // @ts-expect-error lengths are whole numbers
  layers.reshape([2.5, 4]);
  layers.permute([2, 1]);
  // @ts-expect-error axes are counted from 1: the batch's stays
  layers.permute([0, 1]);
  // @ts-expect-error each axis comes once
  layers.permute([1, 1]);
}

export function options(): void {
  layers.dense(10, {
    activation: "relu",
    kernelInitializer: "heNormal",
    kernelRegularizer: "l2",
    useBias: false,
  });
  layers.dense(10, { activation: "hard_sigmoid", kernelInitializer: initializers.heNormal({ seed: 1 }) });
  layers.dense(10, {
    kernelRegularizer: regularizers.l1L2({ l1: 1e-4 }),
    kernelConstraint: constraints.maxNorm(),
  });
  // @ts-expect-error a misspelt activation
  layers.dense(10, { activation: "rellu" });
  // @ts-expect-error a misspelt initializer
  layers.dense(10, { kernelInitializer: "he_norml" });
  // @ts-expect-error a misspelt regularizer
  layers.dense(10, { kernelRegularizer: "l3" });
  // @ts-expect-error a misspelt constraint
  layers.dense(10, { kernelConstraint: "max" });
  // @ts-expect-error an initializer is no regularizer
  layers.dense(10, { kernelRegularizer: initializers.zeros() });
  // @ts-expect-error a yes or no
  layers.dense(10, { useBias: "yes" });
  // @ts-expect-error units are a number
  layers.dense("10");
  // @ts-expect-error the activation is an option
  layers.dense(10, "relu");

  layers.conv2D(32, 3, { strides: [2, 1], groups: 2, dataFormat: "channelsFirst" });
  // @ts-expect-error the kernel's size is missing
  layers.conv2D(32);
  // @ts-expect-error three lengths for an image
  layers.conv2D(32, 3, { strides: [1, 1, 1] });
  // @ts-expect-error no such padding
  layers.conv2D(32, 3, { padding: "full" });
  // @ts-expect-error Keras's spelling in Python
  layers.conv2D(32, 3, { dataFormat: "channels_first" });
  layers.conv3D(8, [1, 3, 3]);
  // @ts-expect-error two lengths for a volume
  layers.conv3D(8, [3, 3]);
  layers.maxPooling3D([1, 2, 2]);
  // @ts-expect-error no such option
  layers.maxPooling2D(2, { stride: 2 });
  layers.globalAveragePooling2D({ keepdims: true });
  // @ts-expect-error another casing
  layers.globalAveragePooling2D({ keepDims: true });
  layers.zeroPadding2D([
    [1, 2],
    [0, 3],
  ]);
  // @ts-expect-error three lengths for an image
  layers.zeroPadding2D([1, 1, 1]);
  layers.groupNormalization(8);
  // @ts-expect-error no such option
  layers.batchNormalization({ decay: 0.9 });
  // @ts-expect-error no such interpolation
  layers.upSampling2D(2, { interpolation: "cubic" });
  // @ts-expect-error merging needs a list of tensors, not options
  layers.add([input([3]), input([3])]);
  expectTypeOf(layers.add().apply([input([3]), input([3])])).toEqualTypeOf<SymbolicTensor>();
  // @ts-expect-error the output's length is missing
  layers.embedding(1000);
}
