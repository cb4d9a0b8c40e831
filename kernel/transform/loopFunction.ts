/** The function that does the steps of a loop at the top of a cell; stacks show the loop in its place. */
export const loopFunction = "$toile_loop";

/** Whether a function is one that the transform has made of a loop: the frame below it is the loop's own once more. */
export function isLoopFunction(name: string | null): boolean {
  return name === loopFunction || name === "$toile_pace";
}
