/** A file of named typed arrays and strings, read back without copying. Layout: header length, header (JSON), arrays. */

const ARRAYS = { Uint32Array, Int32Array, Float32Array } as const;
type TypedArray = Uint32Array | Int32Array | Float32Array;
type Kind = keyof typeof ARRAYS;

interface Header {
  readonly strings: Readonly<Record<string, readonly string[]>>;
  readonly arrays: readonly { name: string; kind: Kind; start: number; length: number }[];
}

export interface Packed {
  readonly strings: Readonly<Record<string, readonly string[]>>;
  readonly arrays: Readonly<Record<string, TypedArray>>;
}

/** Arrays begin at multiples of this many bytes. */
const ALIGNMENT = 8;

export function pack({ strings, arrays }: Packed): Buffer {
  let start = 0;
  const entries = Object.entries(arrays).map(([name, array]) => {
    const entry = { name, kind: array.constructor.name as Kind, start, length: array.length };
    start = aligned(start + array.byteLength);
    return entry;
  });
  const header = Buffer.from(JSON.stringify({ strings, arrays: entries } satisfies Header));
  const base = aligned(4 + header.length);
  const packed = Buffer.alloc(base + start);
  packed.writeUInt32LE(header.length, 0);
  header.copy(packed, 4);
  for (const entry of entries) {
    const array = arrays[entry.name] as TypedArray;
    Buffer.from(array.buffer, array.byteOffset, array.byteLength).copy(packed, base + entry.start);
  }
  return packed;
}

/** @throws Error where the bytes are no such file */
export function unpack(file: Buffer): Packed {
  const length = file.readUInt32LE(0);
  const header = JSON.parse(file.toString("utf8", 4, 4 + length)) as Header;
  const base = aligned(4 + length);
  // A Buffer from the pool may begin anywhere; typed arrays need an aligned start.
  const bytes = file.byteOffset % ALIGNMENT === 0 ? file : Buffer.from(new Uint8Array(file).buffer);
  const arrays = Object.fromEntries(
    header.arrays.map(({ name, kind, start, length: count }) => {
      return [name, new ARRAYS[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + base + start, count)];
    }),
  );
  return { strings: header.strings, arrays };
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
}
