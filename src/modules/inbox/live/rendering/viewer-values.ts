import type { ViewerField, ViewerIdentity } from '../../../../common/graphql/viewer-field.js';
import type { RenderedEvent, ViewerValues } from './rendered-event.js';

/** Events, and the viewers who are shown some of them. */
interface Showing {
  events: readonly RenderedEvent[];
  viewers: readonly ViewerIdentity[];
}

interface Asked {
  viewers: Map<string, ViewerIdentity>;
  keys: Set<string>;
}

/** Reads what viewers are shown in the open places of events: one statement a field, however many of both there are. */
export async function readViewerValues(showings: readonly Showing[]): Promise<ViewerValues> {
  const asked = new Map<ViewerField<unknown>, Asked>();
  for (const { events, viewers } of showings) {
    for (const { field, key } of events.flatMap(({ openPlaces }) => openPlaces)) {
      const ofField = asked.get(field) ?? { viewers: new Map<string, ViewerIdentity>(), keys: new Set<string>() };
      asked.set(field, ofField);
      ofField.keys.add(key);
    }
    const fields = new Set(events.flatMap(({ openPlaces }) => openPlaces.map(({ field }) => field)));
    for (const field of fields) for (const viewer of viewers) asked.get(field)?.viewers.set(viewer.id, viewer);
  }
  const known = new Map(
    await Promise.all([...asked].map(async ([field, of]) => [field, await valuesOf(field, of)] as const)),
  );
  return {
    of: (field, viewer, key) => {
      const value = known.get(field)?.get(viewer.id)?.get(key);
      if (value === undefined) throw new Error('The value of an open place was not read.');
      return value;
    },
  };
}

async function valuesOf(
  field: ViewerField<unknown>,
  { viewers, keys }: Asked,
): Promise<Map<string, Map<string, unknown>>> {
  const names = [...keys];
  const rows = await field.valuesFor([...viewers.values()], names);
  return new Map(
    [...viewers.keys()].map((id, row) => [id, new Map(names.map((key, column) => [key, rows[row]?.[column]]))]),
  );
}
