/** What the site says around the chapters, in each language; one without words of its own gets English ones. */
const words = {
  en: {
    language: "English",
    course: "Deep learning in TypeScript",
    contents: "Contents",
    solutions: "Solutions",
    chapter: "Chapter",
    slides: "Slides",
    notebook: "Notebook",
    previous: "Previous",
    next: "Next",
    pdf: "The whole course as PDF",
    intro:
      "Every page works without a network. To change and run the code, open the notebooks in JupyterLab.",
  },
  ko: {
    language: "한국어",
    course: "타입스크립트로 배우는 딥러닝",
    contents: "차례",
    solutions: "풀이",
    chapter: "본문",
    slides: "슬라이드",
    notebook: "노트북",
    previous: "이전",
    next: "다음",
    pdf: "전체 과정 PDF",
    intro: "모든 페이지는 네트워크 없이 열립니다. 코드를 고쳐 실행하려면 JupyterLab에서 노트북을 여세요.",
  },
};

/**
 * @param {string} language
 * @returns {typeof words.en}
 */
export function wordsOf(language) {
  const found = Object.entries(words).find(([name]) => name === language)?.[1];
  return found ?? { ...words.en, language };
}

/** @param {string} text */
export function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
