/** How JSX becomes calls; names as in `compilerOptions`. */
export interface JsxSettings {
  readonly runtime: "automatic" | "classic";
  /** Of the automatic runtime: the package with `jsx-runtime`. */
  readonly importSource?: string;
  /** Of the classic runtime: `React.createElement`, `h`. */
  readonly factory?: string;
  readonly fragmentFactory?: string;
}

/** What a `tsconfig.json` changes about the JavaScript of a cell or a file. */
export interface CompileSettings {
  readonly jsx?: JsxSettings;
  /** Decorators as TypeScript had them before the standard. */
  readonly experimentalDecorators?: boolean;
  /** Whether older decorators can ask `Reflect.getMetadata("design:type", ...)`. */
  readonly emitDecoratorMetadata?: boolean;
  readonly useDefineForClassFields?: boolean;
}
