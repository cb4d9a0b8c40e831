/** How many columns of a terminal a text takes: two for each character of Chinese, Japanese and Korean. */
export function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;

/** A text cut or filled up on the left to a width. */
export function padded(text: string, width: number): string {
  let cut = text;
  while (widthOf(cut) > width) cut = cut.slice(0, -1);
  return " ".repeat(width - widthOf(cut)) + cut;
}
