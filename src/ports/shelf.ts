/** Keeps what takes long to work out from something that seldom changes. It may forget anything at any time. */
export interface Shelf {
  /**
   * What `make` gives, or what it gave before under the same name and key; the key has to tell all that it was made of.
   * It is plain data: JSON, maps, sets and typed arrays. Rejects as `make` does, and for nothing else.
   */
  kept<T>(name: string, key: string, make: () => Promise<T>): Promise<T>;
}
