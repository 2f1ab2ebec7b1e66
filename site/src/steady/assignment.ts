/** A row and the column it was given. */
export interface Pair {
  readonly row: number;
  readonly column: number;
}

interface Partial {
  readonly saving: number;
  readonly pairs: readonly Pair[];
}

/**
 * The one-to-one pairing of rows with columns that costs least in all, where leaving a row alone costs `alone`.
 * `costs`: rows × columns; Infinity forbids a pair. Exact, by dynamic programming over the subsets of rows (Held and Karp
 * 1962): at most 2⁸ of them here, so the Hungarian method would be more code for no time. Greedy pairing was rejected: it
 * swaps neighbours when the camera pans by more than half the distance between them.
 */
export function assign(costs: readonly (readonly number[])[], alone: number): readonly Pair[] {
  const columns = costs[0]?.length ?? 0;
  let bestByRows = new Map<number, Partial>([[0, { saving: 0, pairs: [] }]]);
  for (let column = 0; column < columns; column++) {
    const extended = new Map(bestByRows);
    for (const [rows, { saving, pairs }] of bestByRows) {
      for (const [row, rowCosts] of costs.entries()) {
        const gain = alone - (rowCosts[column] ?? Infinity);
        const withRow = rows | (1 << row);
        if (gain <= 0 || withRow === rows) continue;
        if (saving + gain > (extended.get(withRow)?.saving ?? 0)) {
          extended.set(withRow, { saving: saving + gain, pairs: [...pairs, { row, column }] });
        }
      }
    }
    bestByRows = extended;
  }
  return [...bestByRows.values()].reduce((best, other) => (other.saving > best.saving ? other : best)).pairs;
}
