/** An unknown piece makes a text less like every other, though less so than a known piece that is missing. */
const UNKNOWN_SHARE = 0.25;

type Counts = ReadonlyMap<string, number>;

interface Posting {
  readonly row: number;
  readonly weight: number;
}

/** How like a text is to each row, 0 to 1, by the pieces that they share: cosine of tf-idf. */
export interface GramIndex {
  likenesses(counts: Counts): Float64Array;
}

export function createGramIndex(rows: readonly Counts[]): GramIndex {
  const frequencies = new Map<string, number>();
  for (const counts of rows)
    for (const gram of counts.keys()) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1);
  const weightOf = (gram: string, count: number) =>
    (1 + Math.log(count)) * Math.log((rows.length + 1) / ((frequencies.get(gram) ?? 0) + 0.5));
  const unknown = UNKNOWN_SHARE * Math.log((rows.length + 1) / 0.5) ** 2;

  function normOf(counts: Counts): number {
    let square = 0;
    for (const [gram, count] of counts)
      square += frequencies.has(gram) ? weightOf(gram, count) ** 2 : unknown;
    return Math.sqrt(square) || 1;
  }

  const postings = new Map<string, Posting[]>();
  rows.forEach((counts, row) => {
    const norm = normOf(counts);
    for (const [gram, count] of counts) {
      const list = postings.get(gram) ?? [];
      postings.set(gram, list);
      list.push({ row, weight: weightOf(gram, count) / norm });
    }
  });
  return {
    likenesses: (counts) => {
      const norm = normOf(counts);
      const result = new Float64Array(rows.length);
      for (const [gram, count] of counts) {
        const weight = weightOf(gram, count) / norm;
        for (const posting of postings.get(gram) ?? [])
          result[posting.row] = (result[posting.row] ?? 0) + weight * posting.weight;
      }
      return result;
    },
  };
}
