import { inspect } from "node:util";
import { decimate, type Fitting } from "./decimate.ts";
import { describeFigure } from "./describe.ts";
import { toPlotlyJson } from "./json.ts";
import { renderFigure } from "./renderer.ts";
import { chartText } from "./text/chartText.ts";
import { recolor, type Theme } from "./theme.ts";

/** One trace of a plotly figure, as plotly.js takes it. */
export type Trace = { type?: string } & Record<string, unknown>;

/** The layout of a plotly figure, as plotly.js takes it. */
export type FigureLayout = { width?: number; height?: number } & Record<string, unknown>;

/** A plotly figure as plain JSON. */
export interface FigureJson {
  /** plotly's traces: curves, bars, heatmaps. */
  data: readonly Trace[];
  /** plotly's layout: axes, title, size. */
  layout: FigureLayout;
  /** plotly's options for the interactive figure, such as `scrollZoom`. */
  config?: object;
}

/** The forms in which a figure is shown, by MIME type. The pictures are missing only where plotly.js cannot draw the figure. */
export interface FigureBundle {
  "application/vnd.plotly.v1+json": FigureJson;
  "image/svg+xml"?: string;
  "image/png"?: string;
  "text/plain": string;
}

/** What a figure may have besides traces, layout and description. */
export interface FigureOptions {
  /** plotly's options for the interactive figure, such as `scrollZoom`. */
  config?: object;
  /** The picture in characters, for a terminal of so many columns, where it is more than traces say. */
  text?: (columns: number) => string;
}

/** The longest SVG, in characters, that is worth its place in a notebook; longer ones where the data is as long. */
const longestSvg = 40_000;

/**
 * A picture: a plotly figure that every front end can show. JupyterLab and VS Code draw it interactively; GitHub, nbviewer and
 * exports take its SVG or PNG, which plotly.js draws without a browser, with a bundled font; a terminal shows a chart of characters.
 *
 * Data that is too large for a page is thinned out in what is shown, with a note; `data` keeps all of it.
 *
 * @example
 * const figure = plotHistory(history);
 * await writeFile("loss.svg", await figure.toSVG());
 */
export class Figure implements FigureJson {
  readonly data: readonly Trace[];
  readonly layout: FigureLayout;
  readonly config?: object;
  readonly #alt: string | undefined;
  readonly #text: FigureOptions["text"];
  #fitting: Fitting | undefined;

  /** @param alt what the picture shows, in words. Default: a description of traces and axes */
  constructor(
    data: readonly Trace[],
    layout: FigureLayout = {},
    alt?: string,
    { config, text }: FigureOptions = {},
  ) {
    this.data = data;
    this.layout = layout;
    this.#alt = alt;
    this.#text = text;
    if (config !== undefined) this.config = config;
  }

  /** What the picture shows, in words: for screen readers, and above the chart of characters. */
  get alt(): string {
    const { figure, note } = this.#fit();
    return [this.#alt ?? describeFigure(figure), ...(note === undefined ? [] : [note])].join(". ");
  }

  /** The figure as plotly JSON, as it is shown. */
  toJSON(): FigureJson {
    return this.#fit().figure;
  }

  /** The figure as an SVG document. @throws Error when plotly.js refuses the figure */
  async toSVG(): Promise<string> {
    return (await renderFigure(this.toJSON(), { png: false, alt: this.alt })).svg;
  }

  /** The figure as a PNG file. @param scale pixels for each unit of the layout; 2 looks sharp on any screen */
  async toPNG({ scale = 2 }: { scale?: number } = {}): Promise<Uint8Array> {
    return (await renderFigure(this.toJSON(), { png: true, scale, alt: this.alt })).png!;
  }

  /** The figure as a chart of characters below its description. @param columns how wide, in characters */
  toString(columns = 80): string {
    if (this.#text !== undefined) return `${this.alt}\n\n${this.#text(columns)}`;
    return chartText(this.toJSON(), this.alt, columns);
  }

  /** The same figure in the colours of a light or a dark page. */
  withTheme(theme: Theme): Figure {
    const { data, layout } = recolor({ data: this.data, layout: this.layout }, theme);
    const { config } = this;
    return new Figure(data, layout, this.#alt, {
      ...(config === undefined ? {} : { config }),
      ...(this.#text === undefined ? {} : { text: this.#text }),
    });
  }

  [inspect.custom](): string {
    return this.toString(Math.min(process.stdout.columns || 80, 100));
  }

  async [Symbol.for("Jupyter.display")](): Promise<FigureBundle> {
    const json = this.toJSON();
    const text = this.toString();
    const plotly = { "application/vnd.plotly.v1+json": json } as const;
    try {
      // At its own size: JupyterLab shows the PNG as it is until the pointer is on it. The SVG beside it is the sharp one.
      const { svg, png } = await renderFigure(json, { png: true, scale: 1, alt: this.alt });
      const worth = Math.max(longestSvg, JSON.stringify(json).length);
      return {
        ...plotly,
        ...(svg.length <= worth ? { "image/svg+xml": svg } : {}),
        "image/png": Buffer.from(png!).toString("base64"),
        "text/plain": text,
      };
    } catch (error) {
      // Where plotly.js in the browser can draw it, the figure is not lost.
      console.warn(`No static picture of a figure: ${(error as Error).message}`);
      return { ...plotly, "text/plain": text };
    }
  }

  #fit(): Fitting {
    this.#fitting ??= decimate(toPlotlyJson(this));
    return this.#fitting;
  }
}

/** What can be shown before a figure's pictures are drawn. */
export function quickBundle(figure: Figure): FigureBundle {
  return { "application/vnd.plotly.v1+json": figure.toJSON(), "text/plain": figure.toString() };
}
