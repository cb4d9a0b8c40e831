export { seeded } from "../random/seeded.ts";
