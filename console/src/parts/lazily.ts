import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** A part that is loaded when it is shown; where the server is away for a moment it is asked for again. */
export function lazily<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => loadAgain(load, PAUSES_MS));
}

async function loadAgain<Part>(load: () => Promise<Part>, [pause, ...rest]: readonly number[]): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    if (pause === undefined) throw error; // a newer console has other files: the page says to load it again
    await new Promise((resolve) => setTimeout(resolve, pause));
    return loadAgain(load, rest);
  }
}
