/**
 * What the front sends among the messages for the inspector when a question is answered; the worker hands it to the main thread, which
 * may be waiting for it with everything else at rest.
 */
export const answerMethod = "Toile.answer";
