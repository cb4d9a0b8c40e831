import type { FigureLayout } from "./figure.ts";

/** Colours that stay apart for colour-blind readers and on grey paper (Okabe and Ito, 2008), darkest first. */
export const palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"] as const;

const ink = "#1f2328";
const grid = "#d8dee4";

/** The look of every picture: its own white paper, so that it reads the same on a light and a dark page. */
export const baseLayout: FigureLayout = {
  paper_bgcolor: "#ffffff",
  plot_bgcolor: "#ffffff",
  font: { family: "Pretendard, 'Helvetica Neue', Arial, sans-serif", size: 14, color: ink },
  colorway: [...palette],
};

/** An axis with a title and a quiet grid, whose labels make themselves room. */
export function axis(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: title, standoff: 12 },
    automargin: true,
    gridcolor: grid,
    linecolor: ink,
    showline: true,
    ticks: "outside",
    zeroline: false,
    ...more,
  };
}
