import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../../src/index.ts";
import { committed, type Entry, gallery, galleryFolder } from "./gallery.ts";
import { difference } from "./pictures.ts";

// `TOILE_UPDATE_GALLERY=1 npx vitest run test/src/plot/gallery.test.ts` draws the committed pictures anew: look at them, then commit.
const update = process.env.TOILE_UPDATE_GALLERY === "1";

/** The share of pixels that may look different: other versions of the font's rasteriser move edges a little. */
const tolerance = 0.005;

async function compare(figure: Figure, file: string): Promise<void> {
  const drawn = await figure.toPNG({ scale: 1.5 });
  if (update) {
    mkdirSync(galleryFolder, { recursive: true });
    writeFileSync(`${galleryFolder}${file}`, drawn);
  }
  const before = committed(file);
  expect(before, `docs/gallery/${file} is missing; draw it with TOILE_UPDATE_GALLERY=1`).toBeDefined();
  expect(await difference(drawn, before!), `${file} looks different`).toBeLessThan(tolerance);
}

async function section({ file, heading, text, code, figure }: Entry): Promise<string> {
  const alt = (await figure()).alt.replace(/"/g, "'");
  return `## ${heading}

${text}

\`\`\`ts
${code.replace(/;?$/, ";")}
\`\`\`

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="gallery/${file}-dark.png">
  <img alt="${alt}" src="gallery/${file}.png">
</picture>
`;
}

describe("the gallery", () => {
  it.each(gallery)("draws $file as the committed picture shows it", async ({ file, figure }) => {
    await compare(await figure(), `${file}.png`);
  });

  it.each(gallery)("draws $file on a dark page", async ({ file, figure }) => {
    await compare((await figure()).withTheme("dark"), `${file}-dark.png`);
  });

  it("has a page that shows them all", async () => {
    const head = `# Gallery

Every kind of figure that the library draws, each from one line. Figures are white by default and read the same on any page;
\`figure.withTheme("dark")\` is for dark slides. This page shows the pictures of your own theme.

The page and its pictures are made by \`test/src/plot/gallery.test.ts\`.
`;
    const page = [head, ...(await Promise.all(gallery.map(section)))].join("\n");
    const file = `${galleryFolder}../gallery.md`;
    if (update) writeFileSync(file, page);
    expect(committed("../gallery.md")?.toString()).toBe(page);
  });

  it("would notice a changed figure", async () => {
    expect(await difference(committed("history.png")!, committed("history-dark.png")!)).toBeGreaterThan(0.5);
    expect(await difference(committed("history.png")!, committed("runs.png")!)).toBe(1);
  });
});
