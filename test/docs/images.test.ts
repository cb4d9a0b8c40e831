import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImage } from "@napi-rs/canvas";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** What a page shows: the picture's path from the root, and its words. */
function picturesOf(page: string): { file: string; alt: string }[] {
  const text = readFileSync(join(root, page), "utf8");
  const markdown = [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt, src]) => ({ alt, src }));
  const html = [...text.matchAll(/<img alt="([^"]*)" src="([^"]*)">/g)].map(([, alt, src]) => ({ alt, src }));
  const dark = [...text.matchAll(/srcset="([^"]*)"/g)].map(([, src]) => ({ alt: "as the light one", src }));
  return [...markdown, ...html, ...dark].map(({ alt = "", src = "" }) => ({
    file: relative(root, join(root, dirname(page), src)),
    alt,
  }));
}

const shown = pages.flatMap(picturesOf);

it("shows pictures that are there, that open, and that are said in words", async () => {
  expect(shown.map(({ file }) => file)).toContain("docs/images/first-chapter.png");
  for (const { file, alt } of shown) {
    const { width } = await loadImage(join(root, file));
    expect(width, file).toBeGreaterThan(200);
    expect(alt.length, file).toBeGreaterThan(10);
  }
});

it("keeps no picture that no page shows", () => {
  const kept = ["docs/images", "docs/gallery"].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  expect(kept.filter((file) => !shown.some((picture) => picture.file === file))).toEqual([]);
});

it("shows the first chapter as it is now in the README", () => {
  const [picture] = picturesOf("README.md");
  const chapter = readFileSync(join(root, "notebooks/en/17-a-first-neural-network.ipynb"), "utf8");
  // The cells in the picture; where they change, take it anew (test/browser/course.test.ts).
  const cells = [
    "model.fit(trainScaled, trainLabels, { epochs: 5 })",
    'plotHistory({ \\"this notebook\\": history, \\"in print\\": printed })',
  ];
  expect(picture!.alt).toContain("Chapter 17");
  for (const cell of cells) expect(chapter).toContain(cell);
});
