import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'known.vectors';
const SUM_BYTES = 32;
const NAME_BYTES = 8;
const SCALE_BYTES = 4;

/** The vectors of texts that come with the product, so that nobody waits for them. */
export interface KnownVectors {
  get(text: string): Float32Array | undefined;
}

/**
 * Reads the file beside the model: after its sum, for each text the beginning of its hash, a scale and the vector in
 * steps of it. Where it is missing or damaged nothing is known, and the texts are embedded like others.
 */
export async function readKnown(folder: string, dimensions: number): Promise<KnownVectors> {
  const bytes = await readFile(join(folder, FILE)).catch(() => Buffer.alloc(0));
  const places = new Map<string, number>();
  const length = NAME_BYTES + SCALE_BYTES + dimensions;
  if (bytes.subarray(0, SUM_BYTES).equals(sha256(bytes.subarray(SUM_BYTES))))
    for (let place = SUM_BYTES; place + length <= bytes.length; place += length)
      places.set(bytes.toString('hex', place, place + NAME_BYTES), place + NAME_BYTES);
  return {
    get: (text) => {
      const place = places.get(nameOf(text).toString('hex'));
      if (place === undefined) return undefined;
      const scale = bytes.readFloatLE(place);
      return Float32Array.from(
        { length: dimensions },
        (_, i) => bytes.readInt8(place + SCALE_BYTES + i) * scale,
      );
    },
  };
}

/** The content of such a file. */
export function knownFile(entries: ReadonlyMap<string, Float32Array>): Buffer {
  const parts = [...entries]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([text, vector]) => {
      const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
      const head = Buffer.alloc(SCALE_BYTES);
      head.writeFloatLE(scale);
      return Buffer.concat([
        nameOf(text),
        head,
        Buffer.from(Int8Array.from(vector, (value) => Math.round(value / scale))),
      ]);
    });
  const body = Buffer.concat(parts);
  return Buffer.concat([sha256(body), body]);
}

function nameOf(text: string): Buffer {
  return sha256(text).subarray(0, NAME_BYTES);
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
