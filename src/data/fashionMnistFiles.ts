import type { DatasetFile } from "./datasetFile.ts";

/** The four files of Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017). */
export const fashionMnistFiles: readonly DatasetFile[] = [
  {
    name: "train-images-idx3-ubyte.gz",
    sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    size: 47_040_016,
  },
  {
    name: "train-labels-idx1-ubyte.gz",
    sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    size: 60_008,
  },
  {
    name: "t10k-images-idx3-ubyte.gz",
    sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    size: 7_840_016,
  },
  {
    name: "t10k-labels-idx1-ubyte.gz",
    sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    size: 10_008,
  },
];

/** Where Debian's package `dataset-fashion-mnist` puts the files. */
export const debianFolder = "/usr/share/datasets/fashion-mnist";

/** The mirrors of Keras and of the data set's own repository. */
export const fashionMnistMirrors: readonly string[] = [
  "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
  "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
];
