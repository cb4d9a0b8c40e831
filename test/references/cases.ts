import { type LayerLike, layers, type NDArray } from "../../src/index.ts";

/** One model of the course, written down twice, and how it is trained there. */
export interface Case {
  /** Where it stands in the course. */
  title: string;
  /** The accuracy that the course prints, where it prints one. */
  printed: number | undefined;
  data: "clothes" | "clothes split twice" | "digits";
  /** The shape of one sample. */
  shape: readonly number[];
  oneHot: boolean;
  keras: string;
  ours(): LayerLike[];
  optimizer: "rmsprop" | "adam";
  epochs: number;
  batchSize: number;
}

const square = { inputShape: [28, 28] };
const flat = { inputShape: [784] };

/** The models whose accuracy is compared. */
export const cases: readonly Case[] = [
  {
    title: "chapter 17: one softmax layer",
    printed: 0.859,
    data: "clothes split twice",
    shape: [784],
    oneHot: false,
    keras: "Dense(10, activation='softmax')",
    ours: () => [layers.dense(10, { activation: "softmax", ...flat })],
    optimizer: "rmsprop",
    epochs: 5,
    batchSize: 32,
  },
  {
    title: "chapter 18: relu, and a hundred outputs",
    printed: 0.8785,
    data: "clothes",
    shape: [28, 28],
    oneHot: false,
    keras: "Flatten(), Dense(100, activation='relu'), Dense(100, activation='softmax')",
    ours: () => [
      layers.flatten(square),
      layers.dense(100, { activation: "relu" }),
      layers.dense(100, { activation: "softmax" }),
    ],
    optimizer: "adam",
    epochs: 5,
    batchSize: 32,
  },
  {
    title: "chapter 19: dropout",
    printed: undefined,
    data: "clothes",
    shape: [28, 28],
    oneHot: false,
    keras: "Flatten(), Dense(100, activation='relu'), Dropout(0.3), Dense(10, activation='softmax')",
    ours: () => [
      layers.flatten(square),
      layers.dense(100, { activation: "relu" }),
      layers.dropout(0.3),
      layers.dense(10, { activation: "softmax" }),
    ],
    optimizer: "rmsprop",
    epochs: 20,
    batchSize: 32,
  },
  {
    title: "seed 003: 512 hidden units, one-hot labels, on 5,000 digits",
    printed: undefined,
    data: "digits",
    shape: [784],
    oneHot: true,
    keras: "Dense(512, activation='relu'), Dense(10, activation='softmax')",
    ours: () => [
      layers.dense(512, { activation: "relu", ...flat }),
      layers.dense(10, { activation: "softmax" }),
    ],
    optimizer: "rmsprop",
    epochs: 5,
    batchSize: 128,
  },
];

/** What a model is trained and measured on. */
export interface Samples {
  train: [input: NDArray<"float32">, target: NDArray];
  val: [input: NDArray<"float32">, target: NDArray];
}
