import { expectTypeOf } from "vitest";
import { input, layers, Model, model, type NDArray, nn, optim, sequential } from "../../src/index.ts";
import type { SymbolicTensor, Tensor } from "../../src/tensorflow.ts";

/** Checked by `tsc` alone: every line marked as an error must be one, and no other line may be. */
export async function types(): Promise<void> {
  expectTypeOf(layers.dense(10)).toEqualTypeOf<layers.Layer>();
  layers.dense(10, { activation: "relu", inputShape: [784] });
  layers.dense({ units: 10, activation: (x) => x.square() });
  // @ts-expect-error units are missing
  layers.dense({ activation: "relu" });
  // @ts-expect-error a wrong option name
  layers.dense(10, { actvation: "relu" });
  // @ts-expect-error a misspelt activation
  layers.dense(10, { activation: "rellu" });
  // @ts-expect-error a misspelt initializer
  layers.dense(10, { kernelInitializer: "glorot" });
  // @ts-expect-error a shape is a list of lengths
  layers.dense(10, { inputShape: 784 });
  // @ts-expect-error a shape has no text
  layers.flatten({ inputShape: ["28", "28"] });
  layers.dropout(0.3);
  // @ts-expect-error the rate is a number
  layers.dropout("0.3");
  layers.reshape([28, 28, 1]);
  // @ts-expect-error the target is a list
  layers.reshape(28, 28);
  layers.conv2D(32, [3, 3], { padding: "same" });
  // @ts-expect-error two lengths at most
  layers.conv2D(32, [3, 3, 3]);
  // @ts-expect-error causal padding is for sequences
  layers.conv2D(32, 3, { padding: "causal" });
  layers.conv1D(32, 3, { padding: "causal" });
  // @ts-expect-error an unknown way to merge
  layers.bidirectional(layers.lstm(4), { mergeMode: "average" });
  // @ts-expect-error a layer, not a number of units
  layers.timeDistributed(4);

  expectTypeOf(layers.dense(2).apply(input([4]))).toEqualTypeOf<SymbolicTensor>();
  expectTypeOf(layers.dense(2).apply({} as Tensor)).toEqualTypeOf<Tensor>();

  const classifier = sequential([input([4]), layers.dense(2)], { name: "패션 MNIST 모델" });
  // @ts-expect-error a layer's name is not a layer
  classifier.add("dense");
  // @ts-expect-error a wrong option name
  classifier.summary({ linelength: 80 });
  expectTypeOf(classifier.getLayer("은닉층")).toEqualTypeOf<Model["layers"][number]>();
  expectTypeOf(await classifier.predict([[1, 2, 3, 4]])).toEqualTypeOf<NDArray<"float32">>();

  const x = input({ shape: [4] });
  expectTypeOf(model({ inputs: x, outputs: layers.dense(2).apply(x) })).toEqualTypeOf<Model>();
  // @ts-expect-error outputs are missing
  model({ inputs: x });

  const price = layers.dense(1).apply(x);
  const label = layers.dense(2, { activation: "softmax" }).apply(x);
  const listed = model({ inputs: [x], outputs: [price, label] });
  const [first, second] = await listed.predict({ x: [[1, 2, 3, 4]] });
  expectTypeOf(first).toEqualTypeOf<NDArray<"float32">>();
  expectTypeOf(second).toEqualTypeOf<NDArray<"float32">>();
  const named = new Model({ inputs: { x }, outputs: { price, label } });
  expectTypeOf((await named.predict([[1, 2, 3, 4]])).price).toEqualTypeOf<NDArray<"float32">>();
  // @ts-expect-error an output that the model does not have
  (await named.predict([[1, 2, 3, 4]])).cost;
  // @ts-expect-error inputs are no text
  model({ inputs: "x", outputs: price });
  named.compile({ loss: { price: "mse", label: null }, lossWeights: [1, 2], metrics: [["mae"], null] });
  // @ts-expect-error a misspelt loss among several
  named.compile({ loss: ["mse", "binary_crosentropy"] });
  // @ts-expect-error a misspelt metric by name
  named.compile({ loss: "mse", metrics: { price: ["mea"] } });
  // @ts-expect-error weights are numbers
  named.compile({ loss: "mse", lossWeights: { price: "0.5" } });

  class BasicANN extends Model {
    fc1 = layers.dense(256, { activation: "relu" });
    override call(batch: Tensor): Tensor {
      return this.fc1.apply(batch);
    }
  }
  expectTypeOf(new BasicANN().fc1).toEqualTypeOf<layers.Layer>();

  class SimpleANN extends nn.Module {
    fc1 = nn.linear(4, 2);
    override forward(batch: Tensor): Tensor {
      return this.fc1(batch);
    }
  }
  const network = new SimpleANN();
  const loss = nn.crossEntropyLoss()(network({} as Tensor), {} as Tensor);
  expectTypeOf(loss.item()).toEqualTypeOf<number>();
  optim.sgd(network.parameters(), { lr: 0.01, momentum: 0.9 });
  // @ts-expect-error a wrong option name
  optim.sgd(network.parameters(), { learningRate: 0.01 });
  // @ts-expect-error parameters, not the model
  optim.adam(network);
  // @ts-expect-error PyTorch's linear needs both sizes
  nn.linear(4);
}
