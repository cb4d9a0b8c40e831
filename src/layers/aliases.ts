// Keras's second names.
export {
  conv1D as convolution1D,
  conv1DTranspose as convolution1DTranspose,
  conv2D as convolution2D,
  conv2DTranspose as convolution2DTranspose,
  conv3D as convolution3D,
  conv3DTranspose as convolution3DTranspose,
  separableConv1D as separableConvolution1D,
  separableConv2D as separableConvolution2D,
} from "./conv.ts";
export {
  averagePooling1D as avgPool1D,
  averagePooling2D as avgPool2D,
  averagePooling3D as avgPool3D,
  globalAveragePooling1D as globalAvgPool1D,
  globalAveragePooling2D as globalAvgPool2D,
  globalAveragePooling3D as globalAvgPool3D,
  globalMaxPooling1D as globalMaxPool1D,
  globalMaxPooling2D as globalMaxPool2D,
  globalMaxPooling3D as globalMaxPool3D,
  maxPooling1D as maxPool1D,
  maxPooling2D as maxPool2D,
  maxPooling3D as maxPool3D,
} from "./pooling.ts";
