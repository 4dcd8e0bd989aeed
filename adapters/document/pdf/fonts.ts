import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type Weight = 'regular' | 'bold';

/** One font file and the characters that it has. */
export interface Face {
  readonly file: string;
  readonly weight: number;
  readonly ranges: readonly (readonly [number, number])[];
}

/** What stands for a character that no font has; the text that is copied from the page says so too. */
export const MISSING = '\ufffd';

const FOLDER = fontFolder();
let faces: readonly Face[] | undefined;
const bytes = new Map<string, Buffer>();
const found = new Map<string, Face | undefined>();

/** The font for a character: in the asked weight where there is one, else regular. `undefined` where none has it. */
export function faceFor(codePoint: number, weight: Weight): Face | undefined {
  const key = `${weight}${codePoint}`;
  if (found.has(key)) return found.get(key);
  faces ??= JSON.parse(readFileSync(join(FOLDER, 'faces.json'), 'utf8')) as Face[];
  const having = faces.filter(({ ranges }) =>
    ranges.some(([from, to]) => from <= codePoint && codePoint <= to),
  );
  const face = having.find((candidate) => candidate.weight === (weight === 'bold' ? 700 : 400)) ?? having[0];
  found.set(key, face);
  return face;
}

export function fontBytes({ file }: Face): Buffer {
  const known = bytes.get(file);
  if (known) return known;
  const read = readFileSync(join(FOLDER, file));
  bytes.set(file, read);
  return read;
}

/** The fonts lie beside the sources; the compiled program finds them from the package's root. */
function fontFolder(): string {
  let folder = import.meta.dirname;
  for (;;) {
    for (const candidate of [join(folder, 'fonts'), join(folder, 'adapters/document/pdf/fonts')]) {
      if (existsSync(join(candidate, 'faces.json'))) return candidate;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new TypeError(`No fonts above ${import.meta.dirname}.`);
    folder = parent;
  }
}
