// MathJax reads this before it starts. The delimiters are JupyterLab's.
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
    tags: "ams",
  },
  svg: { fontCache: "global" },
  options: {
    enableMenu: false,
    ignoreHtmlClass: "jp-CodeCell|toile-figure",
    processHtmlClass: "jp-RenderedMarkdown|jp-RenderedLatex",
  },
};
