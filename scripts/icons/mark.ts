// Patchbay's mark: four jacks of a patch bay and one cord between two of them.
// Drawn on 16 units, so that at 16 and 32 pixels the edges fall on whole pixels.
import { circle, colour, curve, roundedRectangle, without } from './raster.ts';
import type { Colour, Layer, Shape } from './raster.ts';

export const markUnits = 16;

const plain =
  (fill: Colour): Layer['fill'] =>
  () =>
    fill;

interface MarkColours {
  readonly jacks: Colour;
  readonly cord: Colour;
}

interface Place {
  readonly scale: number;
  readonly offset: number;
}

function markShapes({ scale, offset }: Place): { jacks: Shape[]; plugs: Shape[]; cord: Shape } {
  const at = (value: number): number => value * scale + offset;
  const jack = (x: number, y: number): Shape =>
    without(circle(at(x), at(y), 3 * scale), circle(at(x), at(y), 1.5 * scale));
  const plug = (x: number, y: number): Shape => circle(at(x), at(y), 3 * scale);
  return {
    jacks: [jack(12, 4), jack(4, 12)],
    plugs: [plug(4, 4), plug(12, 12)],
    cord: curve([at(4), at(4)], [at(4), at(10.5)], [at(12), at(5.5)], [at(12), at(12)], 2 * scale),
  };
}

/** The bare mark. */
export function mark({ jacks, cord }: MarkColours, place: Place = { scale: 1, offset: 0 }): Layer[] {
  const shapes = markShapes(place);
  return [
    ...shapes.jacks.map((shape) => ({ shape, fill: plain(jacks) })),
    { shape: shapes.cord, fill: plain(cord) },
    ...shapes.plugs.map((shape) => ({ shape, fill: plain(cord) })),
  ];
}

/** The mark with a coloured dot at the lower right: something wants a person's attention. */
export function markWithDot(colours: MarkColours, dot: Colour): Layer[] {
  return [
    ...cutOut(mark(colours), circle(12.5, 12.5, 4.5)),
    { shape: circle(12.5, 12.5, 3.5), fill: plain(dot) },
  ];
}

/** The same where there is one colour only: an exclamation mark in the place of the dot. */
export function markWithExclamation(colours: MarkColours): Layer[] {
  return [
    ...cutOut(mark(colours), roundedRectangle(9, 8, 16, 16, 0)),
    { shape: roundedRectangle(12, 8, 14, 13, 0.5), fill: plain(colours.cord) },
    { shape: roundedRectangle(12, 14, 14, 16, 0.5), fill: plain(colours.cord) },
  ];
}

/** The mark with two bars at the lower right: all servers are paused. */
export function markWithPause(colours: MarkColours, bars: Colour): Layer[] {
  return [
    ...cutOut(mark(colours), roundedRectangle(9, 8, 16, 16, 0)),
    { shape: roundedRectangle(10, 9, 12, 16, 0.5), fill: plain(bars) },
    { shape: roundedRectangle(14, 9, 16, 16, 0.5), fill: plain(bars) },
  ];
}

function cutOut(layers: readonly Layer[], hole: Shape): Layer[] {
  return layers.map(({ shape, fill }) => ({ shape: without(shape, hole), fill }));
}

/** The mark on its panel, as the program's icon. Both lengths are parts of the whole: free space around, mark's width. */
export function appIcon(space: number, markPart: number): Layer[] {
  const margin = markUnits * space;
  const [top, bottom] = [colour('#2b3a67'), colour('#141b33')];
  const side = markUnits - 2 * margin;
  const blend = (from: number, to: number, part: number): number => from + (to - from) * part;
  return [
    {
      shape: roundedRectangle(margin, margin, margin + side, margin + side, side * 0.225),
      fill: (_x, y) => ({
        red: blend(top.red, bottom.red, (y - margin) / side),
        green: blend(top.green, bottom.green, (y - margin) / side),
        blue: blend(top.blue, bottom.blue, (y - margin) / side),
        alpha: 1,
      }),
    },
    ...mark(
      { jacks: colour('#aab6dd'), cord: colour('#ffb52e') },
      { scale: markPart, offset: (markUnits * (1 - markPart)) / 2 },
    ),
  ];
}
