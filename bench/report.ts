/** What a figure is held against, and what else is told with it. */
export interface Held {
  /** It shall not be above this. */
  readonly target?: number;
  /** It shall not be below this. */
  readonly atLeast?: number;
  readonly [more: string]: number | undefined;
}

interface Line {
  readonly name: string;
  readonly value: number;
  readonly target?: number;
  readonly atLeast?: number;
  readonly met?: boolean;
}

const reported: Line[] = [];

/** Prints a figure as a JSON line, and whether it meets what it is held against. */
export function report(name: string, value: number, { target, atLeast, ...more }: Held = {}): void {
  const line = {
    name,
    value: rounded(value),
    ...(target === undefined ? {} : { target, met: value <= target }),
    ...(atLeast === undefined ? {} : { atLeast, met: value >= atLeast }),
    ...Object.fromEntries(Object.entries(more).map(([key, figure]) => [key, rounded(figure ?? Number.NaN)])),
  };
  reported.push(line);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints all that was reported as a table in Markdown. */
export function printTable(): void {
  const rows = reported.map(({ name, value, target, atLeast, met }) => {
    const held = target === undefined ? (atLeast === undefined ? '' : `≥ ${atLeast}`) : `≤ ${target}`;
    return `| ${name} | ${value} | ${held}${met === false ? ' (missed)' : ''} |`;
  });
  process.stdout.write(`\n| figure | measured | target |\n|---|---|---|\n${rows.join('\n')}\n`);
}

/** Reports the median and the 99th of a hundred; `held` is what the median, and what the latter, are held against. */
export function reportTimes(
  name: string,
  times: readonly number[],
  { p50, p99 }: { readonly p50?: number; readonly p99?: number } = {},
): void {
  const sorted = times.toSorted((a, b) => a - b);
  const target = (most?: number) => (most === undefined ? {} : { target: most });
  report(`${name}, p50 (ms)`, quantile(sorted, 0.5), { samples: times.length, ...target(p50) });
  report(`${name}, p99 (ms)`, quantile(sorted, 0.99), { samples: times.length, ...target(p99) });
}

export function median(figures: readonly number[]): number {
  return quantile(
    figures.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Of figures in ascending order. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** To a hundredth, small ones to a thousandth. */
function rounded(figure: number): number {
  return Number(figure.toFixed(figure < 1 ? 3 : 2));
}
