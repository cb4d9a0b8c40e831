/** A cell of nbformat 4.5, as far as the exports read it. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly id: string;
  readonly metadata: Record<string, unknown>;
  readonly source: string;
  readonly outputs?: readonly Record<string, unknown>[];
  readonly execution_count?: number | null;
}

let count = 0;

/** A Markdown cell; `slide` is the slide type that JupyterLab's property inspector writes. */
export function markdown(source: string, slide?: string): Cell {
  return { cell_type: "markdown", id: `m${++count}`, metadata: slideshow(slide), source };
}

/** A code cell that has run. */
export function code(source: string, outputs: readonly Record<string, unknown>[] = [], slide?: string): Cell {
  return {
    cell_type: "code",
    id: `c${++count}`,
    metadata: slideshow(slide),
    source,
    outputs,
    execution_count: count,
  };
}

function slideshow(type: string | undefined): Record<string, unknown> {
  return type === undefined ? {} : { slideshow: { slide_type: type } };
}

export function stream(text: string, name: "stdout" | "stderr" = "stdout"): Record<string, unknown> {
  return { output_type: "stream", name, text };
}

export function result(data: Record<string, unknown>): Record<string, unknown> {
  return { output_type: "execute_result", execution_count: 1, data, metadata: {} };
}

/** A notebook's text, with the kernel and language that Toile writes. */
export function notebook(...cells: Cell[]): string {
  const metadata = {
    kernelspec: { name: "toile", display_name: "TypeScript (Toile)", language: "typescript" },
    language_info: {
      name: "typescript",
      file_extension: ".ts",
      mimetype: "application/typescript",
      pygments_lexer: "typescript",
    },
  };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells });
}

/** A figure as Toile shows it: interactive, as SVG, as PNG, as text. */
export const figure = {
  "application/vnd.plotly.v1+json": {
    data: [{ type: "scatter", x: [1, 2, 3], y: [3, 1, 2], name: "손실" }],
    layout: {
      width: 640,
      height: 320,
      hovermode: "x",
      title: { text: "손실 곡선" },
      paper_bgcolor: "#ffffff",
    },
  },
  "image/svg+xml":
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320" viewBox="0 0 640 320">' +
    '<rect width="640" height="320" fill="#ffffff" stroke="#0072b2" stroke-width="4"/></svg>',
  "image/png":
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "text/plain": "A curve of the loss",
};
