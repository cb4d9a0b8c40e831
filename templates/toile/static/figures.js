/** Draws a figure's interactive form above its still picture, which stays for print and where drawing fails. */
function drawFigure(figure, size = {}) {
  const source = figure.querySelector("script");
  if (!source || figure.dataset.drawn || !window.Plotly) return Promise.resolve();
  figure.dataset.drawn = "drawing";
  const { data = [], layout = {}, config = {} } = JSON.parse(source.textContent);
  const place = document.createElement("div");
  place.className = "toile-live";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", figure.dataset.alt);
  figure.append(place);
  const options = { displaylogo: false, showSendToCloud: false, responsive: true, ...config };
  return window.Plotly.newPlot(place, data, { ...layout, ...size }, options).then(
    () => {
      figure.dataset.drawn = "yes";
    },
    (error) => {
      place.remove();
      figure.dataset.drawn = "no";
      console.error(error);
    },
  );
}

/** Draws each figure when the reader comes near it, so that a long page opens at once. */
function drawFiguresInView(root) {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        drawFigure(target);
      }
    },
    { rootMargin: "400px" },
  );
  for (const figure of root.querySelectorAll(".toile-figure")) near.observe(figure);
}

/**
 * Puts still pictures into the page itself, where they are drawn in the page's own copy of the font that they were measured in;
 * an <img> may not use it.
 */
function inlineStills(root) {
  for (const image of root.querySelectorAll("img.toile-still[src^='data:image/svg+xml']")) {
    const bytes = Uint8Array.from(atob(image.src.split(",")[1]), (character) => character.charCodeAt(0));
    const text = new TextDecoder().decode(bytes);
    if (!text.includes("Pretendard")) continue;
    const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (drawing.tagName !== "svg") continue;
    const place = document.createElement("div");
    place.className = "toile-still";
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", image.alt);
    place.append(document.importNode(drawing, true));
    image.replaceWith(place);
  }
}

inlineStills(document);
window.Toile = { drawFigure, drawFiguresInView };
