import { kernelHandle } from "../notebook/handle.ts";
import { warmRenderer } from "./renderer.ts";

// In a notebook a figure will come; a script that only imports the library pays nothing.
if (kernelHandle() !== undefined) warmRenderer();
