import { protocolVersion } from "../protocol/message.ts";
import type { Handler } from "./context.ts";

/**
 * `codemirror_mode` and `mimetype` are the names under which CodeMirror 6 (JupyterLab) and 5 know the language; nbconvert's
 * script exporter writes `file_extension`.
 */
export const kernelInfo: Handler<"kernel_info_request"> = ({ language, versions }) => ({
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "toile",
  implementation_version: versions.implementation,
  language_info: {
    name: language,
    version: language === "typescript" ? versions.language : process.versions.node,
    mimetype: `text/${language}`,
    file_extension: language === "typescript" ? ".ts" : ".js",
    pygments_lexer: language,
    codemirror_mode: language,
    nbconvert_exporter: "script",
  },
  banner: `Toile ${versions.implementation}: TypeScript ${versions.language} on Node ${process.versions.node}`,
  help_links: [
    { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    { text: "Node.js", url: "https://nodejs.org/docs/latest/api/" },
    { text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/" },
  ],
  supported_features: [],
});
