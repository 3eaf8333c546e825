import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { loadAgain } from './load-again';

/** A part that is loaded when it is shown; where the server is away for a moment it is asked for again. */
export function lazily<Props>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(() => loadAgain(load));
}
