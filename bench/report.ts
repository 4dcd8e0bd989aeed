/** What a figure is held against, and what else is told with it. */
export interface Held {
  /** It shall not be above this. */
  readonly target?: number;
  /** It shall not be below this. */
  readonly atLeast?: number;
  readonly [more: string]: number | undefined;
}

/** A figure by its name, as each run found it. */
interface Figure {
  readonly values: number[];
  readonly target: number | undefined;
  readonly atLeast: number | undefined;
}

const reported = new Map<string, Figure>();

/** Prints what one run found of a figure as a JSON line, and whether it meets what it is held against. */
export function report(name: string, value: number, { target, atLeast, ...more }: Held = {}): void {
  const figure = reported.get(name) ?? { values: [], target, atLeast };
  reported.set(name, figure);
  figure.values.push(value);
  const line = {
    name,
    run: figure.values.length,
    value: rounded(value),
    ...(target === undefined ? {} : { target }),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(isHeld(figure) ? { met: isMet(value, figure) } : {}),
    ...Object.fromEntries(Object.entries(more).map(([key, other]) => [key, rounded(other ?? Number.NaN)])),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Prints all figures as a table in Markdown: the median of the runs, and the least and the most of them. */
export function printTable(): void {
  const rows = [...reported].map(([name, figure]) => {
    const { values, target, atLeast } = figure;
    const middle = median(values);
    const range =
      values.length < 2 ? '' : `${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}`;
    const held = target === undefined ? (atLeast === undefined ? '' : `≥ ${atLeast}`) : `≤ ${target}`;
    return `| ${name} | ${rounded(middle)} | ${range} | ${held}${isMet(middle, figure) ? '' : ' (missed)'} |`;
  });
  const head = '| figure | median | of all runs | target |\n|---|---|---|---|';
  process.stdout.write(`\n${head}\n${rows.join('\n')}\n`);
}

function isHeld({ target, atLeast }: Figure): boolean {
  return target !== undefined || atLeast !== undefined;
}

function isMet(value: number, { target = Number.POSITIVE_INFINITY, atLeast = 0 }: Figure): boolean {
  return value <= target && value >= atLeast;
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
