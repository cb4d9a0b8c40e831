export { type DenseOptions, dense } from "./dense.ts";
