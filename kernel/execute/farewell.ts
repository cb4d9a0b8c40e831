/** The last words of a session process, on its native stderr, when it ends itself since it cannot hear the front any more. */
export const farewell = "\u0000toile: the session cannot hear the kernel\n";
