import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { trayImage } from '../../src/main/shell/tray-images.ts';

const read = (file: string): Buffer => readFileSync(file);
const inBuild = (...parts: string[]): Buffer => read(inProject('build', ...parts));

function pngSide(file: Buffer): number {
  expect(file.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(file.readUInt32BE(16)).toBe(file.readUInt32BE(20));
  return file.readUInt32BE(16);
}

/** Rows of RGBA bytes of a PNG whose rows are not filtered and whose data is in one piece, as ours are. */
function pixelRows(file: Buffer): number[][] {
  const start = file.indexOf('IDAT') + 4;
  const data = inflateSync(file.subarray(start, start + file.readUInt32BE(start - 8)));
  const rowBytes = pngSide(file) * 4 + 1;
  return Array.from({ length: data.length / rowBytes }, (_unused, row) => [
    ...data.subarray(row * rowBytes + 1, (row + 1) * rowBytes),
  ]);
}

/** The sides of the pictures in an .ico; each entry says where its picture is. */
function icoSides(file: Buffer): number[] {
  expect(file.readUInt16LE(2)).toBe(1);
  return Array.from({ length: file.readUInt16LE(4) }, (_unused, index) => {
    const entry = 6 + 16 * index;
    const [length, offset] = [file.readUInt32LE(entry + 8), file.readUInt32LE(entry + 12)];
    expect(offset + length).toBeLessThanOrEqual(file.length);
    return file.readUInt8(entry) || 256;
  });
}

describe('the icons', () => {
  it('of Linux are there in every usual size', () => {
    for (const side of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      expect(pngSide(inBuild('icons', `${side}x${side}.png`))).toBe(side);
    }
  });

  it('of Windows hold the sizes that Explorer and the taskbar want', () => {
    expect(icoSides(inBuild('icon.ico'))).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  it('of macOS hold PNG pictures, up to 1024 pixels', () => {
    const file = inBuild('icon.icns');
    expect(file.subarray(0, 4).toString('latin1')).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const types: string[] = [];
    for (let offset = 8; offset < file.length; offset += file.readUInt32BE(offset + 4)) {
      types.push(file.subarray(offset, offset + 4).toString('latin1'));
      pngSide(file.subarray(offset + 8));
    }
    expect(types).toEqual(['ic11', 'ic12', 'ic07', 'ic08', 'ic13', 'ic09', 'ic14', 'ic10']);
  });

  it.each(['ready', 'attention', 'off'] as const)('of the tray show "%s" on each system', (icon) => {
    const image = (platform: NodeJS.Platform, darkTaskbar = false): string =>
      trayImage(inProject('build', 'tray'), icon, { platform, darkTaskbar });
    expect(pngSide(read(image('darwin')))).toBe(16);
    expect(pngSide(read(image('darwin').replace('.png', '@2x.png')))).toBe(32);
    expect(pngSide(read(image('linux')))).toBe(24);
    expect(pngSide(read(image('linux').replace('.png', '@2x.png')))).toBe(48);
    expect(icoSides(read(image('win32', true)))).toEqual([16, 20, 24, 32, 48]);
    expect(icoSides(read(image('win32', false)))).toEqual([16, 20, 24, 32, 48]);
  });

  it.each(['ready', 'attention', 'off'])('of the macOS tray are black on nothing: %s', (icon) => {
    for (const name of [`${icon}Template.png`, `${icon}Template@2x.png`]) {
      const rows = pixelRows(inBuild('tray', name));
      const colours = rows.flatMap((row) => row.filter((_byte, index) => index % 4 !== 3));
      expect(colours.every((byte) => byte === 0)).toBe(true);
      expect(rows.flat().some((byte) => byte > 0)).toBe(true);
    }
  });
});
