import { type Tensor, tf } from "../../tensorflow.ts";

type Attrs = { strides: [number, number, number] | number; pad: "valid" | "same" };

// tfjs has the operation behind Conv3DTranspose but not its gradient, without which the layer cannot learn.
tf.registerGradient({
  kernelName: "Conv3DBackpropInputV2",
  inputsToSave: ["dy", "filter"],
  gradFunc(gradient, saved, attrs) {
    const [input, filter] = saved as [Tensor, Tensor];
    const { strides, pad } = attrs as unknown as Attrs;
    const dy = gradient as Tensor;
    return {
      dy: () => tf.conv3d(dy as never, filter as never, strides, pad),
      filter: () =>
        tf.engine().runKernel("Conv3DBackpropFilterV2", { x: dy, dy: input } as never, {
          strides,
          pad,
          filterShape: filter.shape,
        }) as Tensor,
    };
  },
});
