/** An unknown piece makes a text less like every other, though less so than a known piece that is missing. */
const UNKNOWN_SHARE = 0.25;

/** The pieces of a text, with how often each is there. */
export type Counts = ReadonlyMap<string, number>;

/** How like a text is to each row, 0 to 1, by the pieces that they share: cosine of tf-idf. */
export interface GramIndex {
  likenesses(counts: Counts): Float64Array;
  /** Squared length of the sum of these rows, each of length one. */
  lengthOfSum(rows: readonly number[]): number;
}

/** `countsOf` is asked twice for each row and nothing of it is kept: the index of a thousand rows takes 2 MB. */
export function createGramIndex(rows: number, countsOf: (row: number) => Counts): GramIndex {
  const grams = new Map<string, { readonly id: number; frequency: number }>();
  let postings = 0;
  for (let row = 0; row < rows; row += 1)
    for (const gram of countsOf(row).keys()) {
      const known = grams.get(gram);
      if (known) known.frequency += 1;
      else grams.set(gram, { id: grams.size, frequency: 1 });
      postings += 1;
    }
  const unknown = UNKNOWN_SHARE * Math.log((rows + 1) / 0.5) ** 2;
  const weightOf = (frequency: number, count: number) =>
    (1 + Math.log(count)) * Math.log((rows + 1) / (frequency + 0.5));

  /** The known pieces with their weights, the whole being of length one. */
  function weighed(counts: Counts): { readonly id: number; readonly weight: number }[] {
    let square = 0;
    const known: { id: number; weight: number }[] = [];
    for (const [gram, count] of counts) {
      const entry = grams.get(gram);
      const weight = entry ? weightOf(entry.frequency, count) : 0;
      square += entry ? weight ** 2 : unknown;
      if (entry) known.push({ id: entry.id, weight });
    }
    const length = Math.sqrt(square) || 1;
    return known.map(({ id, weight }) => ({ id, weight: weight / length }));
  }

  // Each piece's rows stand together: those of piece n from starts[n] to starts[n + 1].
  const starts = startsOf([...grams.values()].map(({ frequency }) => frequency));
  const rowOf = new Uint32Array(postings);
  const weightIn = new Float32Array(postings);
  const next = starts.slice();
  for (let row = 0; row < rows; row += 1)
    for (const { id, weight } of weighed(countsOf(row))) {
      const place = next[id] ?? 0;
      rowOf[place] = row;
      weightIn[place] = weight;
      next[id] = place + 1;
    }

  return {
    likenesses: (counts) => {
      const result = new Float64Array(rows);
      for (const { id, weight } of weighed(counts))
        for (let place = starts[id] ?? 0; place < (starts[id + 1] ?? 0); place += 1) {
          const row = rowOf[place] ?? 0;
          result[row] = (result[row] ?? 0) + weight * (weightIn[place] ?? 0);
        }
      return result;
    },
    lengthOfSum: (members) => {
      const sums = new Map<number, number>();
      for (const row of members)
        for (const { id, weight } of weighed(countsOf(row))) sums.set(id, (sums.get(id) ?? 0) + weight);
      return [...sums.values()].reduce((total, sum) => total + sum ** 2, 0);
    },
  };
}

function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    starts[i + 1] = (starts[i] ?? 0) + length;
  });
  return starts;
}
