// A small rasteriser: shapes by their signed distance, anti-aliased, painted over one another.
// Knows no file format and nothing of what is drawn.

/** Straight (not premultiplied) colour, each part 0 to 1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Distance in drawing units from a point to a shape's edge; negative inside. */
export type Shape = (x: number, y: number) => number;

/** A shape and what fills it; the fill may differ from point to point. */
export interface Layer {
  readonly shape: Shape;
  readonly fill: (x: number, y: number) => Colour;
}

/** RGBA, 8 bits each, rows from the top. */
export interface Picture {
  readonly size: number;
  readonly pixels: Uint8Array;
}

export function colour(hex: string, alpha = 1): Colour {
  const part = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16) / 255;
  return { red: part(1), green: part(3), blue: part(5), alpha };
}

export function circle(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.hypot(x - centreX, y - centreY) - radius;
}

export function roundedRectangle(
  left: number,
  top: number,
  right: number,
  bottom: number,
  radius: number,
): Shape {
  const [centreX, centreY] = [(left + right) / 2, (top + bottom) / 2];
  const [halfWidth, halfHeight] = [(right - left) / 2 - radius, (bottom - top) / 2 - radius];
  return (x, y) => {
    const across = Math.abs(x - centreX) - halfWidth;
    const down = Math.abs(y - centreY) - halfHeight;
    return Math.hypot(Math.max(across, 0), Math.max(down, 0)) + Math.min(Math.max(across, down), 0) - radius;
  };
}

export function without(shape: Shape, hole: Shape): Shape {
  return (x, y) => Math.max(shape(x, y), -hole(x, y));
}

type Point = readonly [x: number, y: number];

/** A line of round ends along a cubic curve. */
export function curve(from: Point, bend: Point, otherBend: Point, to: Point, width: number): Shape {
  const points = Array.from({ length: 65 }, (_unused, index): Point => {
    const t = index / 64;
    const u = 1 - t;
    const at = (axis: 0 | 1): number =>
      u ** 3 * from[axis] + 3 * u * u * t * bend[axis] + 3 * u * t * t * otherBend[axis] + t ** 3 * to[axis];
    return [at(0), at(1)];
  });
  return (x, y) => {
    let nearest = Infinity;
    for (const [index, end] of points.entries()) {
      const start = points[index - 1];
      if (start !== undefined) nearest = Math.min(nearest, distanceToLine(x, y, start, end));
    }
    return nearest - width / 2;
  };
}

function distanceToLine(x: number, y: number, start: Point, end: Point): number {
  const [alongX, alongY] = [end[0] - start[0], end[1] - start[1]];
  const length = alongX * alongX + alongY * alongY;
  const part = length === 0 ? 0 : ((x - start[0]) * alongX + (y - start[1]) * alongY) / length;
  const at = Math.min(1, Math.max(0, part));
  return Math.hypot(x - start[0] - at * alongX, y - start[1] - at * alongY);
}

/** The layers, first one lowest, on a square of `units` drawing units, as a picture of `size` pixels a side. */
export function paint(layers: readonly Layer[], units: number, size: number): Picture {
  const pixels = new Uint8Array(size * size * 4);
  const scale = size / units;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const [x, y] = [(column + 0.5) / scale, (row + 0.5) / scale];
      let below: Colour = { red: 0, green: 0, blue: 0, alpha: 0 };
      for (const { shape, fill } of layers) {
        const covered = Math.min(1, Math.max(0, 0.5 - shape(x, y) * scale));
        if (covered > 0) below = over(below, fill(x, y), covered);
      }
      const offset = (row * size + column) * 4;
      for (const [index, part] of [below.red, below.green, below.blue, below.alpha].entries()) {
        pixels[offset + index] = Math.round(part * 255);
      }
    }
  }
  return { size, pixels };
}

/** The picture with its opacity brought down to a part of what it was. */
export function faded({ size, pixels }: Picture, part: number): Picture {
  return { size, pixels: pixels.map((value, index) => (index % 4 === 3 ? Math.round(value * part) : value)) };
}

function over(below: Colour, above: Colour, covered: number): Colour {
  const aboveAlpha = above.alpha * covered;
  const alpha = aboveAlpha + below.alpha * (1 - aboveAlpha);
  if (alpha === 0) return below;
  const mix = (top: number, bottom: number): number =>
    (top * aboveAlpha + bottom * below.alpha * (1 - aboveAlpha)) / alpha;
  return {
    red: mix(above.red, below.red),
    green: mix(above.green, below.green),
    blue: mix(above.blue, below.blue),
    alpha,
  };
}
