/** One file of a data set: its name, and length and SHA-256 of its content once unzipped. */
export interface DatasetFile {
  /** The file's name in the cache and at every source. */
  name: string;
  /** SHA-256 of the unzipped content: the sources compress the same content differently. */
  sha256: string;
  /** The unzipped length in bytes. */
  size: number;
}

/** The files of a data set, and what it is called. */
export interface FileSet {
  /** What to call it in errors. */
  title: string;
  /** The name of its folder in the cache. */
  folder: string;
  files: readonly DatasetFile[];
}
