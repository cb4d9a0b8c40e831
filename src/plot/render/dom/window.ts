import { Canvas, Image } from "@napi-rs/canvas";
import { PictureDocument } from "./document.ts";
import { PictureElement } from "./element.ts";
import type { PictureNode } from "./node.ts";
import { serialize } from "./serialize.ts";

/** What plotly.js looks for in its window. */
export type PictureWindow = Record<string, unknown> & { document: PictureDocument };

class Event {}

class PictureUrl extends URL {
  static override createObjectURL(): string {
    return "";
  }

  static override revokeObjectURL(): void {}
}

class XMLSerializer {
  serializeToString(node: PictureNode): string {
    return serialize(node);
  }
}

class DOMParser {
  parseFromString(): never {
    throw new Error("a picture's document reads no markup");
  }
}

/** An image that a figure names: data is read, and nothing is fetched from a network. */
class FigureImage extends Image {
  setAttribute(name: string, value: string): void {
    if (name !== "src") return;
    if (value.startsWith("data:")) this.src = value;
    else setImmediate(() => Reflect.apply(this.onerror ?? (() => {}), this, []));
  }
}

/** A window without a screen. */
export function openWindow(): PictureWindow {
  const document = new PictureDocument();
  const window: PictureWindow = {
    document,
    navigator: { userAgent: "toile" },
    location: { href: "about:blank" },
    devicePixelRatio: 1,
    ...{ Element: PictureElement, HTMLElement: PictureElement, HTMLCanvasElement: Canvas, ShadowRoot: Event },
    ...{ HTMLImageElement: Image, HTMLVideoElement: Event, Image: FigureImage, XMLHttpRequest: Event },
    ...{
      MouseEvent: Event,
      TouchEvent: Event,
      WheelEvent: Event,
      URL: PictureUrl,
      Blob,
      XMLSerializer,
      DOMParser,
    },
    addEventListener() {},
    removeEventListener() {},
    // What a figure's own elements look like stands in themselves.
    getComputedStyle: ({ style }: PictureElement) => style,
    // Nobody watches, so no frame need be waited for.
    requestAnimationFrame: (draw: (time: number) => void) => setImmediate(() => draw(performance.now())),
    cancelAnimationFrame: clearImmediate,
  };
  document.defaultView = window;
  return window;
}
