import { expect, inject, it } from "vitest";
import { skipReason } from "./chromium.ts";

it.skipIf(skipReason !== undefined)(
  "JupyterLab's export menu has what set-up can make, and nothing that needs TeX, Qt or pandoc",
  async () => {
    const { address, token } = inject("lab")!;
    const answer = await fetch(`${address}/api/nbconvert`, { headers: { Authorization: `token ${token}` } });
    expect(Object.keys((await answer.json()) as object).sort()).toEqual([
      // The menu itself leaves out custom, notebook and python.
      ...["custom", "html", "markdown", "notebook", "python", "script", "slides"],
      ...["toile_html", "toile_pdf", "toile_script", "toile_slides"],
    ]);
  },
);
