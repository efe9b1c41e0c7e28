// Picture files: PNG, and the two containers of it that Windows and macOS want.
// Formats: PNG (RFC 2083), ICO (BITMAPINFOHEADER entries below 256 px, PNG at 256 px), ICNS (PNG entries).
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from './raster.ts';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

export function png({ size, pixels }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, RGBA.
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    rows.set(pixels.subarray(row * size * 4, (row + 1) * size * 4), row * (size * 4 + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A 32-bit bitmap as ICO entries hold it: rows from the bottom, then a mask that is all zero. */
function bitmap({ size, pixels }: Picture): Buffer {
  const maskRowBytes = Math.ceil(size / 32) * 4;
  const data = Buffer.alloc(40 + size * size * 4 + maskRowBytes * size);
  data.writeUInt32LE(40, 0);
  data.writeInt32LE(size, 4);
  // Twice the height: colours and mask.
  data.writeInt32LE(size * 2, 8);
  data.writeUInt16LE(1, 12);
  data.writeUInt16LE(32, 14);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const from = (row * size + column) * 4;
      const to = 40 + ((size - 1 - row) * size + column) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(from, from + 4);
      data.set([blue, green, red, alpha], to);
    }
  }
  return data;
}

export function ico(pictures: readonly Picture[]): Buffer {
  const images = pictures.map((picture) => (picture.size < 256 ? bitmap(picture) : png(picture)));
  const directory = Buffer.alloc(6 + 16 * images.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(images.length, 4);
  let offset = directory.length;
  for (const [index, image] of images.entries()) {
    const entry = 6 + 16 * index;
    // One byte each for width and height; 0 stands for 256.
    const side = (pictures[index]?.size ?? 0) % 256;
    directory.set([side, side, 0, 0], entry);
    directory.writeUInt16LE(1, entry + 4);
    directory.writeUInt16LE(32, entry + 6);
    directory.writeUInt32LE(image.length, entry + 8);
    directory.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  }
  return Buffer.concat([directory, ...images]);
}

/** ICNS types by pixel size; the retina ones show the same picture at half the points. */
const icnsTypes: ReadonlyMap<number, readonly string[]> = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

export function icns(pictures: readonly Picture[]): Buffer {
  const entries = pictures.flatMap((picture) => {
    const image = png(picture);
    return (icnsTypes.get(picture.size) ?? []).map((type) => icnsEntry(type, image));
  });
  return icnsEntry('icns', Buffer.concat(entries));
}

function icnsEntry(type: string, data: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([header, data]);
}
