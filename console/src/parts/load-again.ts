const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Loads a part of the console, and asks again where the server is away for a moment. */
export async function loadAgain<Part>(
  load: () => Promise<Part>,
  [pause, ...rest]: readonly number[] = PAUSES_MS,
): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    if (pause === undefined) throw error; // a newer console has other files: the page says to load it again
    await new Promise((resolve) => setTimeout(resolve, pause));
    return loadAgain(load, rest);
  }
}
