// Writes a small zip archive from memory, the same bytes for the same files: no times, no owners, no 64-bit forms.
// Reading archives, which others have made, is not done here.
import { deflateRawSync } from 'node:zlib';

export interface ZipFile {
  /** With slashes, relative. */
  readonly name: string;
  readonly bytes: Buffer;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1;
  return crc;
});

/** The first day that an archive can name: 1980-01-01. */
const noDay = 0x21;
const version = 20;
const namesAreUtf8 = 0x800;
const deflated = 8;
/** A plain file that everybody may read, made on Unix. */
const madeOnUnix = 0x03_00 | version;
const plainFile = 0o100644;

/** The archive (APPNOTE 6.3). Up to 65,535 files and 4 GiB. */
export function writeZip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes, { level: 9 });
    const path = Buffer.from(name);
    const shared = common(path, bytes, packed);
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, path]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(plainFile * 0x1_00_00, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), word(madeOnUnix), shared, tail, path);
    parts.push(head, packed);
    offset += head.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** What stands both before a file and in the directory: from the version needed to the lengths. */
function common(path: Buffer, bytes: Buffer, packed: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(version, 0);
  fields.writeUInt16LE(namesAreUtf8, 2);
  fields.writeUInt16LE(deflated, 4);
  fields.writeUInt16LE(noDay, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}

// Node has one of its own from 20.15 on; the program runs on any 20.
function crc32(bytes: Buffer): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
