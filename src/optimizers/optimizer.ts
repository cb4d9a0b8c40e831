import { type NamedTensorMap, type Scalar, type Tensor, tf, type Variable } from "../tensorflow.ts";
import { disposeWith } from "../training/dispose.ts";
import { type KerasObject, kerasConfig } from "./config.ts";
import type { FusedUpdates } from "./fused.ts";
import { clipGradients } from "./gradients.ts";
import { asOptions, type CommonSettings, checkCommon, inRange, type OptimizerOptions } from "./options.ts";
import { LearningRateSchedule } from "./schedules/schedule.ts";
import { type SlotSpec, SlotStore, type Slots } from "./slots.ts";
import {
  type OptimizerWeight,
  type OptimizerWeightLike,
  orderedSlots,
  readSlot,
  scalarWeight,
  writeSlot,
} from "./weights.ts";

/** The numbers of one step that differ from step to step, by name. */
export type Coefficients = { learningRate: number } & Record<string, number>;
/** {@link Coefficients} as tensors: constants of an eager step, or a graph's placeholders. */
export type FedCoefficients = { readonly learningRate: Scalar } & Readonly<Record<string, Scalar>>;

/**
 * An optimizer by Keras's formulas. A subclass says which slots a weight needs, which numbers change from step to step, and how
 * one step changes a weight; the last is written with tensors only, so that it can be traced into a graph.
 */
export abstract class Optimizer {
  /** Keras's name, e.g. `rm_sprop`. */
  abstract readonly name: string;
  /** Keras's class, e.g. `RMSprop`. */
  abstract readonly className: string;
  /** The options that every optimizer has. */
  readonly options: CommonSettings;

  #batches = 0;
  #learningRate: number | LearningRateSchedule;
  readonly #slots = new SlotStore();

  constructor(learningRate: number | LearningRateSchedule, { ...options }: CommonSettings = {}) {
    if (typeof learningRate === "number") inRange("learningRate", learningRate, 0, Number.POSITIVE_INFINITY);
    checkCommon(options);
    this.options = options;
    this.#learningRate = learningRate;
    disposeWith(this, this.#slots.all);
  }

  /** How many batches were learnt from. */
  get batches(): number {
    return this.#batches;
  }

  /** How many steps were taken: one a batch, or one for every `gradientAccumulationSteps` batches. */
  get iterations(): number {
    return Math.floor(this.#batches / this.#batchesPerStep);
  }

  /** Counts on from a number of steps. */
  set iterations(steps: number) {
    this.#batches = steps * this.#batchesPerStep;
  }

  /** The step size of the next step; may be changed between steps, unless a schedule gives it, which counts batches as Keras's does. */
  get learningRate(): number {
    const rate = this.#learningRate;
    return typeof rate === "number" ? rate : rate.at(this.#batches);
  }

  /** @throws TypeError where a schedule gives the step size */
  set learningRate(value: number) {
    if (this.schedule !== undefined) {
      throw new TypeError(
        `${this.name} takes its learning rate from a schedule; make it with a number to set it between steps`,
      );
    }
    inRange("learningRate", value, 0, Number.POSITIVE_INFINITY);
    this.#learningRate = value;
  }

  /** The schedule of the step size, if there is one. */
  get schedule(): LearningRateSchedule | undefined {
    return this.#learningRate instanceof LearningRateSchedule ? this.#learningRate : undefined;
  }

  /** Changes each weight once by its gradient, which has the variable's name. */
  apply(variables: readonly Variable[], gradients: NamedTensorMap): void {
    tf.tidy(() => {
      const fed = Object.entries(this.coefficients()).map(([name, value]) => [name, tf.scalar(value)]);
      this.step(variables, gradients, Object.fromEntries(fed) as FedCoefficients);
    });
    this.#batches += 1;
  }

  /**
   * What {@link apply} does, by tensors only: the coefficients are given, and `iterations` stays.
   *
   * @param fused updates to use where they compute the same
   */
  step(
    variables: readonly Variable[],
    gradients: NamedTensorMap,
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void {
    const changed = variables.filter(({ name }) => gradients[name] !== undefined);
    this.build(variables);
    const given = changed.map(({ name }) => gradients[name]!);
    if (by.isStep === undefined) this.#change(changed, given, by, fused);
    else this.#accumulate(changed, given, by);
    if (this.options.useEma) for (const variable of variables) this.#average(variable, by);
  }

  /**
   * The numbers of the next step that depend on the learning rate or on how many steps were taken. A compiled graph feeds them;
   * everything else in {@link step} is constant.
   */
  coefficients(): Coefficients {
    const { useEma, emaMomentum = 0.99, emaOverwriteFrequency } = this.options;
    const { gradientAccumulationSteps } = this.options;
    // In float32 as Keras keeps it: what a file brings back makes the same steps to the last bit.
    const numbers: Coefficients = { learningRate: Math.fround(this.learningRate) };
    if (gradientAccumulationSteps !== undefined) {
      numbers.isStep = (this.#batches + 1) % gradientAccumulationSteps === 0 ? 1 : 0;
    }
    if (useEma) numbers.emaMomentum = this.iterations === 0 ? 0 : emaMomentum;
    if (useEma && emaOverwriteFrequency !== undefined) {
      numbers.emaOverwrite = (this.iterations + 1) % emaOverwriteFrequency === 0 ? 1 : 0;
    }
    return numbers;
  }

  /** The {@link coefficients} of the next batches by name, one number for each batch. */
  coefficientsOf(batches: number): Record<string, Float32Array> {
    const first = this.#batches;
    const columns: Record<string, Float32Array> = {};
    try {
      for (let i = 0; i < batches; i++) {
        this.#batches = first + i;
        for (const [name, value] of Object.entries(this.coefficients())) {
          columns[name] ??= new Float32Array(batches);
          columns[name][i] = value;
        }
      }
    } finally {
      this.#batches = first;
    }
    return columns;
  }

  /** Counts batches that were learnt from by {@link step}. */
  count(batches: number): void {
    this.#batches += batches;
  }

  /** Makes the slots of weights that have none yet. */
  build(variables: readonly Variable[]): void {
    for (const variable of variables) this.slotsOf(variable);
  }

  /** The slots of a weight, made the first time. */
  slotsOf(variable: Variable): Slots {
    return this.#slots.of(variable, this.#groups.flat());
  }

  /** Ends training: the running means become the weights, where they are kept (`useEma`). */
  finalize(variables: readonly Variable[]): void {
    if (this.options.useEma)
      for (const variable of variables) variable.assign(this.slotsOf(variable).average!);
  }

  /** Copies of the state in the order of Keras's `optimizer.variables`: iteration, learning_rate, then the slots. */
  getWeights(): OptimizerWeight[] {
    const rate =
      this.schedule === undefined ? [scalarWeight("learning_rate", this.learningRate, "float32")] : [];
    return [
      scalarWeight("iteration", this.#batches, "int64"),
      ...rate,
      ...orderedSlots(this.#slots, this.#groups).map(readSlot),
      ...this.extraWeights(),
    ];
  }

  /**
   * Puts back what {@link getWeights} gave, here or in Keras. The slots must exist: call {@link build} first.
   *
   * @throws RangeError when the number of weights or a shape differs
   */
  setWeights(weights: readonly OptimizerWeightLike[]): void {
    const slots = orderedSlots(this.#slots, this.#groups);
    const scalars = this.schedule === undefined ? 2 : 1;
    const expected = scalars + slots.length + this.extraWeights().length;
    if (weights.length !== expected) {
      throw new RangeError(
        `${this.name} has ${expected} weights, got ${weights.length}; call build(variables) with the model's trainable ` +
          "weights first, and give them in Keras's order",
      );
    }
    const numbers = weights.slice(0, scalars).map(({ data }) => Number([...data][0]));
    for (const [i, slot] of slots.entries()) writeSlot(slot, weights[scalars + i]!);
    this.#batches = numbers[0]!;
    if (scalars === 2) this.learningRate = numbers[1]!;
  }

  /** Keras's `serialize_keras_object(optimizer)`: class and settings in Keras's spelling. */
  getConfig(): KerasObject {
    return kerasConfig(this.className, this.name, this.#learningRate, this.options, this.settings());
  }

  /** Frees the slots; the next step starts with new ones. */
  dispose(): void {
    this.#slots.clear();
    this.#batches = 0;
  }

  /** Which slots each weight needs, in Keras's order: slots of one group stand side by side for each weight. */
  abstract slotGroups(): readonly (readonly SlotSpec[])[];

  /** The options that only this optimizer has. */
  abstract settings(): Record<string, number | boolean | string[]>;

  /** One step of one weight. */
  protected abstract update(
    variable: Variable,
    gradient: Tensor,
    slots: Slots,
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void;

  /** State of Keras's that follows from the iterations here; it closes {@link getWeights}. */
  protected extraWeights(): OptimizerWeight[] {
    return [];
  }

  /** The share of a weight, times the step size, that is taken away before a step. */
  protected decayOf(_variable: Variable): number | undefined {
    return this.options.weightDecay;
  }

  get #batchesPerStep(): number {
    return this.options.gradientAccumulationSteps ?? 1;
  }

  get #groups(): readonly (readonly SlotSpec[])[] {
    const { useEma, gradientAccumulationSteps } = this.options;
    return [
      ...(useEma ? [[{ name: "average" }]] : []),
      ...(gradientAccumulationSteps === undefined ? [] : [[{ name: "gradientAccumulator" }]]),
      ...this.slotGroups(),
    ];
  }

  #change(
    variables: readonly Variable[],
    gradients: readonly Tensor[],
    by: FedCoefficients,
    fused?: FusedUpdates,
  ): void {
    const clipped = clipGradients(gradients, this.options);
    for (const [i, variable] of variables.entries()) {
      this.#decay(variable, by);
      this.update(variable, clipped[i]!, this.slotsOf(variable), by, fused);
    }
  }

  /**
   * Sums gradients up, and steps by their mean at every so-manieth batch. The step is computed at each, and put back where none is
   * due, so that a graph of one batch holds for all.
   */
  #accumulate(variables: readonly Variable[], gradients: readonly Tensor[], by: FedCoefficients): void {
    const slots = variables.map((variable) => this.slotsOf(variable));
    const sums = gradients.map((gradient, i) => tf.add(slots[i]!.gradientAccumulator!, gradient));
    const changing = variables.flatMap((variable, i) => {
      const { gradientAccumulator: _, average: __, ...own } = slots[i]!;
      return [variable, ...Object.values(own)];
    });
    // A copy: what a variable holds is replaced below.
    const before = changing.map((variable) => tf.mul(variable, 1));
    this.#change(
      variables,
      sums.map((sum) => tf.div(sum, this.#batchesPerStep)),
      by,
    );
    const isDue = (like: Tensor) => tf.greater(tf.mul(tf.onesLike(like), by.isStep!), 0);
    for (const [i, variable] of changing.entries()) {
      variable.assign(tf.where(isDue(variable), variable, before[i]!));
    }
    for (const [i, sum] of sums.entries()) {
      slots[i]!.gradientAccumulator!.assign(tf.where(isDue(sum), tf.zerosLike(sum), sum));
    }
  }

  #decay(variable: Variable, by: FedCoefficients): void {
    const weightDecay = this.decayOf(variable);
    if (weightDecay === undefined) return;
    variable.assign(tf.sub(variable, tf.mul(tf.mul(variable, weightDecay), by.learningRate)));
  }

  #average(variable: Variable, { emaMomentum, emaOverwrite }: FedCoefficients): void {
    const average = this.slotsOf(variable).average!;
    average.assign(tf.add(tf.mul(average, emaMomentum!), tf.mul(variable, tf.sub(1, emaMomentum!))));
    if (emaOverwrite !== undefined) {
      variable.assign(tf.where(tf.greater(tf.onesLike(variable).mul(emaOverwrite), 0), average, variable));
    }
  }
}

/**
 * The part of an optimizer's options that {@link Optimizer} itself keeps.
 *
 * @throws TypeError for a bare learning rate, which would be ignored otherwise
 */
export function common(options: OptimizerOptions): CommonSettings {
  const { weightDecay, clipnorm, clipvalue, globalClipnorm } = asOptions(options);
  const { useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps } = options;
  const given = {
    weightDecay,
    clipnorm,
    clipvalue,
    globalClipnorm,
    useEma,
    emaMomentum,
    emaOverwriteFrequency,
    gradientAccumulationSteps,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
