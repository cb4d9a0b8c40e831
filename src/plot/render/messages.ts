/** What to draw besides the SVG. */
export interface RenderOptions {
  /** Whether a PNG is wanted too. */
  png: boolean;
  /** What the picture shows, in words, for screen readers. */
  alt?: string;
  /** PNG pixels for each unit of the layout. Default 2. */
  scale?: number;
}

/** A figure for the drawing thread. */
export interface RenderRequest {
  id: number;
  /** The figure as JSON text. */
  figure: string;
  options: RenderOptions;
}

/** The drawing thread's answer. */
export type RenderReply = { id: number } & ({ svg: string; png?: Uint8Array } | { error: string });
