import type { HelperMode, TransformOptions } from "oxc-transform";

/** JavaScript with the mappings that lead back to the TypeScript. */
interface Mapped {
  readonly code: string;
  readonly mappings: string;
}

/** What makes oxc write TypeScript's older decorators with the types of what they stand at. */
export const metadataOptions: TransformOptions = {
  decorator: { legacy: true, emitDecoratorMetadata: true },
  helpers: { mode: "External" as HelperMode },
};

/** As TypeScript's own `__decorate`, `__param` and `__metadata`; the name is the one that oxc writes. */
const helpers = `const babelHelpers = {
  decorate(decorators, target, key, description) {
    const isMember = description !== undefined || key !== undefined;
    let value = !isMember ? target : description === null ? Object.getOwnPropertyDescriptor(target, key) : description;
    for (const decorate of decorators.toReversed()) value = (isMember ? decorate(target, key, value) : decorate(value)) || value;
    if (isMember && value) Object.defineProperty(target, key, value);
    return value;
  },
  decorateParam: (index, decorate) => (target, key) => decorate(target, key, index),
  decorateMetadata: (key, value) => Reflect.metadata?.(key, value) ?? (() => {}),
};`.replaceAll(/\n\s*/g, " ");

/** Puts the functions that decorators call on a line above. */
export function withMetadataHelpers({ code, mappings }: Mapped): Mapped {
  return { code: `${helpers}\n${code}`, mappings: `;${mappings}` };
}

/** Text that tells the next compiler where it comes from. */
export function withInlineMap({ code, mappings }: Mapped, source: string): string {
  const map = { version: 3, sources: ["cell.ts"], sourcesContent: [source], names: [], mappings };
  const base64 = Buffer.from(JSON.stringify(map)).toString("base64");
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${base64}\n`;
}
