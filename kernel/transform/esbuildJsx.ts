import type { TransformOptions } from "esbuild";
import type { JsxSettings } from "./settings.ts";

/** JSX settings as esbuild calls them. */
export function esbuildJsx(
  { runtime, importSource, factory, fragmentFactory }: JsxSettings = { runtime: "classic" },
) {
  const options: TransformOptions = { jsx: runtime === "automatic" ? "automatic" : "transform" };
  if (importSource !== undefined) options.jsxImportSource = importSource;
  if (factory !== undefined) options.jsxFactory = factory;
  if (fragmentFactory !== undefined) options.jsxFragment = fragmentFactory;
  return options;
}
