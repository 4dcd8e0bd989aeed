import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PLACES = ['src', 'adapters', 'skills', 'test', 'scripts', 'bench'];

const code = PLACES.flatMap((place) =>
  readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' }).map((path) => join(place, path)),
).filter((path) => /\.(ts|tsx|mjs|mts|cjs)$/.test(path));

/** A comment that silences a tool, up to the end of its line. */
const SUPPRESSION =
  /(?:oxlint-disable|eslint-disable|biome-ignore|@ts-expect-error|@ts-ignore|@ts-nocheck).*/g;
/** What stands after ` -- ` (oxlint's way to give a reason) or `: ` (Biome's and the compiler's). */
const REASONED = /( -- |: )\S.{10,}/;

describe('the sources', () => {
  it('were found', () => {
    expect(code.length).toBeGreaterThan(250);
  });

  it('have names in kebab-case, folders too', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/;
    expect(code.filter((path) => path.split('/').some((part) => !kebab.test(part)))).toEqual([]);
  });

  it('say why where they silence a tool', () => {
    const found = code
      .filter((path) => path !== join('test', 'architecture', 'sources.test.ts'))
      .flatMap((path) =>
        (readFileSync(join(ROOT, path), 'utf8').match(SUPPRESSION) ?? [])
          .filter((comment) => !REASONED.test(comment))
          .map((comment) => `${path}: ${comment}`),
      );
    expect(found).toEqual([]);
  });

  it('document every function that a room or an adapter offers', { timeout: 60_000 }, () => {
    const doors = code.filter((path) => /^(src\/[^/]+|adapters\/[^/]+\/[^/]+)\/index\.ts$/.test(path));
    const { offered, undocumented } = readDoors(doors.map((path) => join(ROOT, path)));
    expect(offered).toBeGreaterThan(60);
    expect(undocumented).toEqual([]);
  });
});

/** The functions that index files export, wherever they are declared, and those of them without a docstring. */
function readDoors(doors: readonly string[]): { offered: number; undocumented: string[] } {
  const options = {
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    noLib: true,
    types: [],
  };
  const program = ts.createProgram(doors, options);
  const checker = program.getTypeChecker();
  const functions = doors.flatMap((door) => {
    const source = program.getSourceFile(door);
    const module = source && checker.getSymbolAtLocation(source);
    const symbols = module ? checker.getExportsOfModule(module) : [];
    return symbols
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
      .filter((symbol) => symbol.flags & ts.SymbolFlags.Function);
  });
  return {
    offered: functions.length,
    undocumented: functions
      .filter((symbol) => symbol.getDocumentationComment(checker).length === 0)
      .map((symbol) => `${symbol.name} in ${fileOf(symbol)}`),
  };
}

function fileOf(symbol: ts.Symbol): string {
  return (symbol.declarations?.[0]?.getSourceFile().fileName ?? '').slice(ROOT.length);
}
