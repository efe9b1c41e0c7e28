// Draws every icon under build/ from the mark in scripts/icons. The results are kept in the repository;
// run `node scripts/icons.ts` after a change of the mark.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { icns, ico, png } from './icons/formats.ts';
import { appIcon, mark, markUnits, markWithDot, markWithExclamation, markWithPause } from './icons/mark.ts';
import { colour, faded, paint } from './icons/raster.ts';
import type { Layer, Picture } from './icons/raster.ts';

const buildDir = path.join(import.meta.dirname, '..', 'build');

function write(name: string, data: Buffer): void {
  const file = path.join(buildDir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, data);
}

function app(size: number, space: number): Picture {
  // Small icons carry the mark larger and on whole pixels, or the rings close.
  const markPart = size <= 48 ? 0.75 : 0.66;
  return paint(appIcon(space, markPart * (1 - 2 * space)), markUnits, size);
}

// macOS leaves a margin around its icons, the others do not.
write('icon.icns', icns([32, 64, 128, 256, 512, 1024].map((size) => app(size, 0.1))));
write('icon.ico', ico([16, 24, 32, 48, 64, 128, 256].map((size) => app(size, 0))));
for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
  write(`icons/${size}x${size}.png`, png(app(size, 0)));
}

type State = 'ready' | 'attention' | 'paused' | 'off';
const states: readonly State[] = ['ready', 'attention', 'paused', 'off'];
const red = colour('#e5484d');
const black = { jacks: colour('#000000'), cord: colour('#000000') };
const white = { jacks: colour('#ffffff'), cord: colour('#ffffff') };
const orange = { jacks: colour('#7f8fb8'), cord: colour('#f5a524') };
const grey = { jacks: orange.jacks, cord: orange.jacks };

function tray(state: State, colours: typeof black, attention: Layer[], size: number): Picture {
  const layers = {
    ready: mark(colours),
    attention,
    paused: markWithPause(colours === orange ? grey : colours, colours.cord),
    off: mark(colours),
  };
  const picture = paint(layers[state], markUnits, size);
  return state === 'off' ? faded(picture, 0.45) : picture;
}

for (const state of states) {
  // Template images: macOS takes the alpha and puts its own colour.
  const template = (size: number): Buffer => png(tray(state, black, markWithExclamation(black), size));
  write(`tray/${state}Template.png`, template(16));
  write(`tray/${state}Template@2x.png`, template(32));

  for (const [taskbar, ink] of [['light', black] as const, ['dark', white] as const]) {
    const sizes = [16, 20, 24, 32, 48];
    const pictures = sizes.map((size) => tray(state, ink, markWithDot(ink, red), size));
    write(`tray/${state}-${taskbar}.ico`, ico(pictures));
  }

  // Linux panels are light or dark and do not say which: colours that stand out on both.
  const coloured = (size: number): Buffer => png(tray(state, orange, markWithDot(orange, red), size));
  write(`tray/${state}.png`, coloured(24));
  write(`tray/${state}@2x.png`, coloured(48));
}
