/** A language in which a data set's labels have names. */
export type Language = "en" | "ko";

/** Names of classes by label, in each language. */
export type LabelNames = Readonly<Record<Language, readonly string[]>>;

/**
 * The names in a language.
 *
 * @throws RangeError for a language without names; it lists those that have them
 */
export function namesIn(names: LabelNames, language: Language): readonly string[] {
  if (!Object.hasOwn(names, language)) {
    const known = Object.keys(names).join('", "');
    throw new RangeError(`no label names in language ${JSON.stringify(language)}; known: "${known}"`);
  }
  return names[language];
}
