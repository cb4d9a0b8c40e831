export { Adam, type AdamOptions, adam } from "./adam.ts";
export { Optimizer, type Slots } from "./optimizer.ts";
export { RMSprop, type RmspropOptions, rmsprop } from "./rmsprop.ts";
export { SGD, type SgdOptions, sgd } from "./sgd.ts";
