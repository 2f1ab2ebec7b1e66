/** Values looked back on: enough that one slow frame does not count, few enough that a change is seen at once. */
const WINDOW = 9;

/** The median of the last few values. */
export class Recent {
  #values: readonly number[] = [];

  add(value: number): void {
    this.#values = [...this.#values.slice(1 - WINDOW), value];
  }

  /** 0 before the first value. */
  get median(): number {
    return [...this.#values].sort((a, b) => a - b)[this.#values.length >> 1] ?? 0;
  }
}
