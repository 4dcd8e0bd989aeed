/** What is put in order: things with a name, told apart by their ids. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const names = new Intl.Collator('en', { numeric: true });

/** As in a book of addresses; accents and capitals tell apart only what is else the same. */
export function byName(one: Named, other: Named): number {
  if (one.id === other.id && one.name === other.name) return 0;
  return names.compare(one.name, other.name) || (one.id < other.id ? -1 : 1);
}

/** A list that stays in the order of its names while things are added and taken out, so that it is sorted once. */
export interface NameOrder<T extends Named> {
  add(one: T): void;
  /** Takes out what stands at this name and id, if anything does. */
  remove(one: Named): void;
  /** What stands behind a name and id, or everything. The list is not to be kept. */
  after(place: Named | undefined): readonly T[];
}

export function createNameOrder<T extends Named>(all: Iterable<T>): NameOrder<T> {
  const list = [...all].toSorted(byName);

  /** How many stand before the place, or at it where `including`. */
  function countBefore(place: Named, including: boolean): number {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = list[middle];
      const order = found ? byName(found, place) : 1;
      if (order < 0 || (including && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add: (one) => void list.splice(countBefore(one, false), 0, one),
    remove: (one) => {
      const place = countBefore(one, false);
      const found = list[place];
      if (found && byName(found, one) === 0) list.splice(place, 1);
    },
    after: (place) => (place ? list.slice(countBefore(place, true)) : list),
  };
}
