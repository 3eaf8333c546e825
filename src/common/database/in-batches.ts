/**
 * Repeats `work`, which handles at most `step` rows in a transaction of its own, until it finds fewer: nobody waits for
 * all of them. Returns how many there were.
 */
export async function inBatches(step: number, work: (step: number) => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const handled = await work(step);
    total += handled;
    if (handled < step) return total;
  }
}
