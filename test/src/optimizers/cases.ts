import * as optimizers from "../../../src/optimizers/index.ts";

const { schedules } = optimizers;

/** Optimizers by the Python that makes them in Keras, and the same here. */
export const cases: Record<string, () => optimizers.Optimizer> = {
  "SGD()": () => optimizers.sgd(),
  "SGD(0.05, momentum=0.9)": () => optimizers.sgd({ learningRate: 0.05, momentum: 0.9 }),
  "SGD(0.05, momentum=0.9, nesterov=True)": () =>
    optimizers.sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  "SGD(0.05, weight_decay=0.01)": () => optimizers.sgd({ learningRate: 0.05, weightDecay: 0.01 }),
  "SGD(0.5, clipnorm=0.1)": () => optimizers.sgd({ learningRate: 0.5, clipnorm: 0.1 }),
  "SGD(0.5, clipvalue=0.01)": () => optimizers.sgd({ learningRate: 0.5, clipvalue: 0.01 }),
  "SGD(0.5, global_clipnorm=0.2)": () => optimizers.sgd({ learningRate: 0.5, globalClipnorm: 0.2 }),
  "SGD(0.05, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=10)": () =>
    optimizers.sgd({ learningRate: 0.05, useEma: true, emaMomentum: 0.9, emaOverwriteFrequency: 10 }),
  "RMSprop()": () => optimizers.rmsprop(),
  "RMSprop(0.002, rho=0.8, momentum=0.5, epsilon=1e-5)": () =>
    optimizers.rmsprop({ learningRate: 0.002, rho: 0.8, momentum: 0.5, epsilon: 1e-5 }),
  "RMSprop(centered=True)": () => optimizers.rmsprop({ centered: true }),
  "Adam()": () => optimizers.adam(),
  "Adam(0.01, beta_1=0.8, beta_2=0.99, epsilon=1e-5, amsgrad=True)": () =>
    optimizers.adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-5, amsgrad: true }),
  "Adam(weight_decay=0.1)": () => optimizers.adam({ weightDecay: 0.1 }),
  "AdamW()": () => optimizers.adamw(),
  "Nadam()": () => optimizers.nadam(),
  "Nadam(0.005, beta_1=0.8)": () => optimizers.nadam({ learningRate: 0.005, beta1: 0.8 }),
  "Adagrad()": () => optimizers.adagrad(),
  "Adagrad(0.1, initial_accumulator_value=0.0)": () =>
    optimizers.adagrad({ learningRate: 0.1, initialAccumulatorValue: 0 }),
  "Adadelta()": () => optimizers.adadelta(),
  "Adadelta(1.0)": () => optimizers.adadelta({ learningRate: 1 }),
  "Adamax()": () => optimizers.adamax(),
  "Ftrl()": () => optimizers.ftrl(),
  "Ftrl(0.05, learning_rate_power=-0.4, l1_regularization_strength=0.01, l2_regularization_strength=0.01, l2_shrinkage_regularization_strength=0.01, beta=0.1)":
    () =>
      optimizers.ftrl({
        learningRate: 0.05,
        learningRatePower: -0.4,
        l1RegularizationStrength: 0.01,
        l2RegularizationStrength: 0.01,
        l2ShrinkageRegularizationStrength: 0.01,
        beta: 0.1,
      }),
  "SGD(0.1, momentum=0.9, gradient_accumulation_steps=3)": () =>
    optimizers.sgd({ learningRate: 0.1, momentum: 0.9, gradientAccumulationSteps: 3 }),
  "Adam(0.01, gradient_accumulation_steps=4, clipnorm=0.1, use_ema=True)": () =>
    optimizers.adam({ learningRate: 0.01, gradientAccumulationSteps: 4, clipnorm: 0.1, useEma: true }),
  "SGD(schedules.ExponentialDecay(0.1, 10, 0.8), gradient_accumulation_steps=3)": () =>
    optimizers.sgd({
      learningRate: schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.8 }),
      gradientAccumulationSteps: 3,
    }),
  "Muon()": () => optimizers.muon(),
  "Muon(0.01, exclude_layers=['dense_1'], nesterov=False, rms_rate=0.1)": () =>
    optimizers.muon({ learningRate: 0.01, excludeLayers: ["dense_1"], nesterov: false, rmsRate: 0.1 }),
  "Lion()": () => optimizers.lion(),
  "Lamb()": () => optimizers.lamb(),
  "Adafactor()": () => optimizers.adafactor(),
  "SGD(schedules.ExponentialDecay(0.1, 10, 0.8, staircase=True))": () =>
    optimizers.sgd({
      learningRate: schedules.exponentialDecay({
        initialLearningRate: 0.1,
        decaySteps: 10,
        decayRate: 0.8,
        staircase: true,
      }),
    }),
};

/** Schedules by the Python that makes them in Keras, and the same here. */
export const scheduleCases: Record<string, () => optimizers.schedules.LearningRateSchedule> = {
  "ExponentialDecay(0.1, 30, 0.9)": () =>
    schedules.exponentialDecay({ initialLearningRate: 0.1, decaySteps: 30, decayRate: 0.9 }),
  "InverseTimeDecay(0.1, 30, 0.5, staircase=True)": () =>
    schedules.inverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 30, decayRate: 0.5, staircase: true }),
  "PolynomialDecay(0.1, 50, end_learning_rate=0.01, power=2.0)": () =>
    schedules.polynomialDecay({ initialLearningRate: 0.1, decaySteps: 50, endLearningRate: 0.01, power: 2 }),
  "PolynomialDecay(0.1, 30, cycle=True)": () =>
    schedules.polynomialDecay({ initialLearningRate: 0.1, decaySteps: 30, cycle: true }),
  "CosineDecay(0.1, 80, alpha=0.1)": () =>
    schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 80, alpha: 0.1 }),
  "CosineDecay(0.0, 80, warmup_target=0.1, warmup_steps=20)": () =>
    schedules.cosineDecay({ initialLearningRate: 0, decaySteps: 80, warmupTarget: 0.1, warmupSteps: 20 }),
  "CosineDecayRestarts(0.1, 23, t_mul=1.5, m_mul=0.9)": () =>
    schedules.cosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 23, tMul: 1.5, mMul: 0.9 }),
  "PiecewiseConstantDecay([10, 50], [0.1, 0.05, 0.01])": () =>
    schedules.piecewiseConstantDecay({ boundaries: [10, 50], values: [0.1, 0.05, 0.01] }),
};
