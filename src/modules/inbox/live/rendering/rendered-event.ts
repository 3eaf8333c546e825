import { randomUUID } from 'node:crypto';
import type { FormattedExecutionResult } from 'graphql';
import type { ViewerField, ViewerIdentity } from '../../../../common/graphql/viewer-field.js';
import type { OpenPlace } from './rendering-loaders.js';

/** Values that viewers are shown in the open places. */
export interface ViewerValues {
  of(field: ViewerField<unknown>, viewer: ViewerIdentity, key: string): unknown;
}

/** Rendered event: the JSON of an execution result, the same for all but in its open places, in UTF-8. */
export class RenderedEvent {
  private constructor(
    /** What stands around the open places: one more than there are places. */
    private readonly pieces: readonly Buffer[],
    readonly openPlaces: readonly OpenPlace[],
  ) {}

  static of(result: FormattedExecutionResult, places: readonly OpenPlace[]): RenderedEvent {
    if (places.length === 0) return new RenderedEvent([Buffer.from(JSON.stringify(result))], []);
    // Drawn after all contents are known, so that nothing that anybody has written can be taken for it.
    const mark = randomUUID();
    places.forEach(({ path }, index) => putAt(result.data, path, `${mark}:${index}`));
    const parts = JSON.stringify(result).split(new RegExp(`"${mark}:(\\d+)"`));
    const pieces = parts.filter((_part, index) => index % 2 === 0).map((part) => Buffer.from(part));
    const present = parts.filter((_part, index) => index % 2 === 1).map((index) => places[Number(index)]);
    return new RenderedEvent(
      pieces,
      present.filter((place) => place !== undefined),
    );
  }

  get bytes(): number {
    return this.pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  /** The text as a viewer is shown it. Viewers with the same values share it through `made`. */
  textFor(viewer: ViewerIdentity, values: ViewerValues, made: Map<string, Buffer>): Buffer {
    const [first = Buffer.alloc(0), ...others] = this.pieces;
    if (others.length === 0) return first;
    const shown = this.openPlaces.map(({ field, key, toJson }) => toJson(values.of(field, viewer, key)));
    const known = shown.join(' ');
    let text = made.get(known);
    if (text === undefined) {
      text = Buffer.concat([first, ...others.flatMap((piece, index) => [Buffer.from(shown[index] ?? 'null'), piece])]);
      made.set(known, text);
    }
    return text;
  }
}

/** A place whose surroundings became null, because of an error beside it, is not there any more. */
function putAt(data: unknown, path: readonly (string | number)[], value: string): void {
  let at: unknown = data;
  for (const key of path.slice(0, -1)) at = isTree(at) ? at[key] : null;
  const last = path.at(-1);
  if (isTree(at) && last !== undefined && last in at) at[last] = value;
}

function isTree(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
