import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  confusionMatrix,
  type Figure,
  input,
  layers,
  NDArray,
  plotActivations,
  plotConfusion,
  plotDecisionBoundary,
  plotGradientDescent,
  plotHistory,
  plotLearningRates,
  plotModel,
  plotWeights,
  RandomState,
  sequential,
  showImages,
} from "../../../src/index.ts";
import { Figure as PlotlyFigure } from "../../../src/plot/figure.ts";

/** One figure of the gallery. */
export interface Entry {
  /** Names its pictures. */
  file: string;
  heading: string;
  text: string;
  /** What a reader writes. */
  code: string;
  figure: () => Figure | Promise<Figure>;
}

const names = [
  "T-shirt",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Boot",
];

/** A training run that looks like one. */
function run(start: number, end: number, epochs: number, seed: number) {
  const random = new RandomState(seed);
  const noise = () => 0.012 * (random.random() - 0.5);
  const decay = (i: number, speed: number) => end + (start - end) * Math.exp(-i / speed);
  const each = (of: (epoch: number) => number) => Array.from({ length: epochs }, (_, i) => of(i));
  return {
    loss: each((i) => decay(i, 4) + noise()),
    accuracy: each((i) => 1 - 0.37 * decay(i, 4) + noise()),
    val_loss: each((i) => decay(i, 4) + 0.03 + 0.0006 * i * i + noise()),
    val_accuracy: each((i) => 0.99 - 0.37 * decay(i, 4) - 0.0002 * i * i + noise()),
  };
}

/** Shapes of 28 by 28 pixels: a ring, a cross, a bar, ... */
function drawings(count: number) {
  const pixels = Uint8Array.from({ length: count * 784 }, (_, at) => {
    const [image, y, x] = [Math.floor(at / 784), Math.floor((at % 784) / 28) - 13.5, (at % 28) - 13.5];
    const r = Math.hypot(x, y);
    const shapes = [
      Math.abs(r - 8) < 2.5,
      Math.abs(Math.abs(x) - Math.abs(y)) < 3 && r < 11,
      Math.abs(x) < 3 && Math.abs(y) < 11,
      r < 8,
      Math.max(Math.abs(x), Math.abs(y)) < 8 && r > 5,
    ];
    return shapes[image % shapes.length] ? Math.max(60, 255 - 9 * r) : 0;
  });
  return new NDArray(pixels, [count, 28, 28]);
}

function confusion() {
  const random = new RandomState(3);
  const truth = Array.from({ length: 2000 }, () => Math.floor(10 * random.random()));
  const confused: Record<number, number> = { 0: 6, 2: 4, 4: 2, 5: 7, 6: 0, 7: 9, 9: 7 };
  const predicted = truth.map((label) => (random.random() < 0.13 ? (confused[label] ?? label) : label));
  return confusionMatrix(truth, predicted);
}

function waves() {
  const data = Float32Array.from({ length: 784 * 12 }, (_, at) => {
    const [pixel, unit] = [Math.floor(at / 12), at % 12];
    const [x, y] = [(pixel % 28) - 13.5, Math.floor(pixel / 28) - 13.5];
    return (
      0.2 * Math.cos((x * Math.cos(unit / 2) + y * Math.sin(unit / 2)) / 3) * Math.exp(-(x * x + y * y) / 120)
    );
  });
  return { data, shape: [784, 12] };
}

function classifier() {
  const model = sequential(
    [
      input([28, 28]),
      layers.flatten(),
      layers.dense(100, { activation: "relu" }),
      layers.dropout(0.3),
      layers.dense(10, { activation: "softmax" }),
    ],
    { name: "classifier" },
  );
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
  return model;
}

const xor = {
  points: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  labels: [0, 1, 1, 0],
};

export const gallery: readonly Entry[] = [
  {
    file: "history",
    heading: "A training run",
    text: "Loss and metrics by epoch, training and validation.",
    code: "plotHistory(history)",
    figure: () => plotHistory(run(0.9, 0.25, 20, 1)),
  },
  {
    file: "runs",
    heading: "Several runs",
    text: "A colour and a sign for each run, validation dashed.",
    code: 'plotHistory({ "dropout 0.3": a, plain: b }, { metrics: ["loss"], title: "패션 MNIST 손실" })',
    figure: () =>
      plotHistory(
        { "dropout 0.3": run(0.95, 0.32, 20, 2), plain: run(0.8, 0.2, 20, 3) },
        { metrics: ["loss"], title: "패션 MNIST 손실" },
      ),
  },
  {
    file: "learning-rates",
    heading: "Learning rates",
    text: "The same training at several rates, on one scale.",
    code: "plotLearningRates({ 0.001: small, 0.1: right, 2: large })",
    figure: () => {
      const large = Array.from({ length: 15 }, (_, i) => 0.8 + 0.35 * Math.sin(2.4 * i) * Math.exp(i / 40));
      return plotLearningRates({
        0.001: { loss: Array.from({ length: 15 }, (_, i) => 1 - 0.012 * i) },
        0.1: { loss: run(1, 0.25, 15, 4).loss },
        2: { loss: large },
      });
    },
  },
  {
    file: "images",
    heading: "Images",
    text: "Each pixel a sharp square; with labels.",
    code: "showImages(images, { titles: labels, names })",
    figure: () => showImages(drawings(10), { titles: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], names }),
  },
  {
    file: "predictions",
    heading: "Images with predictions",
    text: "What a model took each image for; a wrong one is marked, with the true label below it.",
    code: "showImages(images, { titles: labels, predictions, names, cols: 5 })",
    figure: () =>
      showImages(drawings(10), {
        titles: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        predictions: [0, 1, 4, 3, 4, 7, 6, 7, 8, 9],
        names,
        cols: 5,
      }),
  },
  {
    file: "confusion",
    heading: "A confusion matrix",
    text: "Rows are the true classes, columns what was predicted; the colour is the share of the row.",
    code: "plotConfusion(confusionMatrix(target, predicted), { names })",
    figure: () => plotConfusion(confusion(), { names }),
  },
  {
    file: "weights",
    heading: "Weights",
    text: "What each unit of a dense layer looks for.",
    code: "plotWeights(model.getWeights()[0], { cols: 6 })",
    figure: () => plotWeights(waves(), { cols: 6 }),
  },
  {
    file: "activations",
    heading: "Activation functions",
    text: "With their derivatives. Grey: where almost no gradient comes through.",
    code: "plotActivations()",
    figure: () => plotActivations(),
  },
  {
    file: "decision-boundary",
    heading: "A decision boundary",
    text: "Which class a model gives to every point: XOR.",
    code: "await plotDecisionBoundary(model, points, labels)",
    figure: () =>
      plotDecisionBoundary(
        (points) => points.map(([x = 0, y = 0]) => 1 / (1 + Math.exp(24 * (x - 0.5) * (y - 0.5)))),
        xor.points,
        xor.labels,
      ),
  },
  {
    file: "gradient-descent",
    heading: "Gradient descent",
    text: "A surface with a local optimum: small steps stay in it, momentum gets out.",
    code: "plotGradientDescent()",
    figure: () => plotGradientDescent(),
  },
  {
    file: "model",
    heading: "A model",
    text: "How it learns: layers, prediction, loss, optimizer, weights.",
    code: "plotModel(model)",
    figure: () => plotModel(classifier()),
  },
  {
    file: "plotly",
    heading: "Any plotly figure",
    text: "`plot` of nodeplotlib, with every kind of trace that plotly.js has.",
    code: 'import { plot } from "nodeplotlib";\nplot([{ type: "bar", x: ["셔츠", "가방", "부츠"], y: [81, 97, 95] }], { title: { text: "클래스별 정확도" } });',
    figure: () =>
      new PlotlyFigure([{ type: "bar", x: ["셔츠", "가방", "부츠"], y: [81, 97, 95] }], {
        title: { text: "클래스별 정확도" },
      }),
  },
];

/** Where the pictures lie. */
export const galleryFolder = fileURLToPath(new URL("../../../docs/gallery/", import.meta.url));

/** A committed picture, where there is one. */
export function committed(file: string): Buffer | undefined {
  const path = `${galleryFolder}${file}`;
  return existsSync(path) ? readFileSync(path) : undefined;
}
