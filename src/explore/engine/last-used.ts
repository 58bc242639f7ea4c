/** What was made last, by its key: the longest unused goes. */
export class LastUsed<T> {
  readonly #most: number;
  readonly #known = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  /** undefined where it is not kept. */
  known(key: string): T | undefined {
    return this.#known.has(key) ? this.get(key, () => this.#known.get(key)!) : undefined;
  }

  get(key: string, make: () => T): T {
    const found = this.#known.has(key) ? this.#known.get(key)! : make();
    this.#known.delete(key);
    this.#known.set(key, found);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#most) break;
      this.#known.delete(oldest);
    }
    return found;
  }
}
