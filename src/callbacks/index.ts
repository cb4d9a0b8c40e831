export {
  BackupAndRestore,
  type BackupAndRestoreOptions,
  backupAndRestore,
} from "./backupAndRestore.ts";
export type { SaveFreq } from "./batchCounter.ts";
export { Callback, type CallbackParams, type HookName, type HookResult } from "./callback.ts";
export type { CallbackLike } from "./callbackLike.ts";
export type { Callbacks } from "./callbackList.ts";
export { CSVLogger, type CSVLoggerOptions, csvLogger } from "./csvLogger.ts";
export { EarlyStopping, type EarlyStoppingOptions, earlyStopping } from "./earlyStopping.ts";
export { LambdaCallback, type LambdaCallbackOptions, lambdaCallback } from "./lambdaCallback.ts";
export {
  type EpochSchedule,
  LearningRateScheduler,
  type LearningRateSchedulerOptions,
  learningRateScheduler,
} from "./learningRateScheduler.ts";
export { LiveHistory, type LiveHistoryOptions, liveHistory } from "./liveHistory.ts";
export { ModelCheckpoint, type ModelCheckpointOptions, modelCheckpoint } from "./modelCheckpoint.ts";
export { ProgressBar, ProgressBar as ProgbarLogger, progressBar } from "./progressBar.ts";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions, reduceLROnPlateau } from "./reduceLROnPlateau.ts";
export { TensorBoard, type TensorBoardOptions, tensorBoard } from "./tensorBoard.ts";
export { TerminateOnNaN, type TerminateOnNaNOptions, terminateOnNaN } from "./terminateOnNaN.ts";
