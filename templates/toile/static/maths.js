// MathJax reads this before it starts. Delimiters and numbering are JupyterLab's.
window.MathJax = {
  tex: {
    inlineMath: [
      ["$", "$"],
      ["\\(", "\\)"],
    ],
    displayMath: [
      ["$$", "$$"],
      ["\\[", "\\]"],
    ],
    processEscapes: true,
    processEnvironments: true,
  },
  svg: { fontCache: "global" },
  options: {
    enableMenu: false,
    ignoreHtmlClass: "jp-CodeCell|toile-figure",
    processHtmlClass: "jp-RenderedMarkdown|jp-RenderedLatex",
  },
};
