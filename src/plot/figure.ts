import { renderFigure } from "./renderer.ts";

/** One trace of a plotly figure, as plotly.js takes it. */
export type Trace = { type?: string } & Record<string, unknown>;

/** The layout of a plotly figure, as plotly.js takes it. */
export type FigureLayout = { width?: number; height?: number } & Record<string, unknown>;

/** A plotly figure as plain JSON. */
export interface FigureJson {
  data: readonly Trace[];
  layout: FigureLayout;
}

/** The forms in which a figure is shown, by MIME type. */
export interface FigureBundle {
  "application/vnd.plotly.v1+json": FigureJson;
  "image/svg+xml": string;
  "image/png": string;
  "text/plain": string;
}

/** What can be shown before a figure's pictures are drawn. */
export function quickBundle(
  figure: Figure,
): Pick<FigureBundle, "application/vnd.plotly.v1+json" | "text/plain"> {
  return { "application/vnd.plotly.v1+json": figure.toJSON(), "text/plain": figure.alt };
}

/**
 * A picture: a plotly figure that every front end can show. JupyterLab and VS Code draw it interactively; GitHub, nbviewer and
 * exports take its SVG or PNG, which plotly.js draws without a browser, with a bundled font.
 *
 * @example
 * const figure = plotHistory(history);
 * await writeFile("loss.svg", await figure.toSVG());
 */
export class Figure implements FigureJson {
  readonly data: readonly Trace[];
  readonly layout: FigureLayout;
  /** What the picture shows, in words: its text form, for screen readers and terminals. */
  readonly alt: string;

  constructor(data: readonly Trace[], layout: FigureLayout, alt = "figure") {
    this.data = data;
    this.layout = layout;
    this.alt = alt;
  }

  /** The figure as plotly JSON. */
  toJSON(): FigureJson {
    return { data: this.data, layout: this.layout };
  }

  /** The figure as an SVG document. @throws Error when plotly.js refuses the figure */
  async toSVG(): Promise<string> {
    return (await renderFigure(this.toJSON(), { png: false })).svg;
  }

  /** The figure as a PNG file. @param scale pixels for each unit of the layout; 2 looks sharp on any screen */
  async toPNG({ scale = 2 }: { scale?: number } = {}): Promise<Uint8Array> {
    return (await renderFigure(this.toJSON(), { png: true, scale })).png!;
  }

  toString(): string {
    return this.alt;
  }

  async [Symbol.for("Jupyter.display")](): Promise<FigureBundle> {
    const { svg, png } = await renderFigure(this.toJSON(), { png: true, scale: 2 });
    return {
      "application/vnd.plotly.v1+json": this.toJSON(),
      "image/svg+xml": svg,
      "image/png": Buffer.from(png!).toString("base64"),
      "text/plain": this.alt,
    };
  }
}
