/** Deterministic numbers in [0, 1) from a seed (mulberry32): the same seed fills the same database. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Zipf's law, as words of a language follow it: rank 0 is chosen most often, rank r about 1 / (r + 1) as often. */
export function zipfRank(random: () => number, count: number): number {
  return Math.min(count - 1, Math.floor(count ** random()) - 1);
}

/** The number that undoes a multiplication by `factor` modulo `modulus`. @throws Error when they have a common divisor */
export function modularInverse(factor: number, modulus: number): number {
  let [r0, r1] = [modulus, factor % modulus];
  let [t0, t1] = [0, 1];
  while (r1 > 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1 && modulus !== 1) throw new Error(`${factor} and ${modulus} have the common divisor ${r0}.`);
  return ((t0 % modulus) + modulus) % modulus;
}
