/** What a figure is held against, and what else is told with it. */
export interface Held {
  /** It shall not be above this. */
  readonly target?: number;
  /** It shall not be below this. */
  readonly atLeast?: number;
  readonly [more: string]: number | undefined;
}

/** Prints a figure as a JSON line, and whether it meets what it is held against. */
export function report(name: string, value: number, { target, atLeast, ...more }: Held = {}): void {
  const line = {
    name,
    value: rounded(value),
    ...(target === undefined ? {} : { target, met: value <= target }),
    ...(atLeast === undefined ? {} : { atLeast, met: value >= atLeast }),
    ...Object.fromEntries(Object.entries(more).map(([key, figure]) => [key, rounded(figure ?? Number.NaN)])),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Of figures in ascending order. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** To a hundredth, small ones to a thousandth. */
function rounded(figure: number): number {
  return Number(figure.toFixed(figure < 1 ? 3 : 2));
}
