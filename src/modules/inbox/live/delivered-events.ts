import type { LoggedEvent } from '../../../common/events/event-log.js';
import type { Tracing } from '../../../common/tracing/tracing.js';
import type { Audience } from './audience.js';

/** Records, in the trace of each event that has one, that it was written to the sockets of its subscribers; nothing where it has none. */
export function recordDelivered(
  tracing: Tracing,
  events: readonly LoggedEvent[],
  audiences: readonly Audience[],
  startedAt: number,
): void {
  events.forEach(({ traceParent, kind, position, entityId }, index) => {
    if (traceParent === null) return;
    const shownTo = audiences.flatMap(({ readers }) => readers.filter(({ shown }) => shown.includes(index)));
    if (shownTo.length === 0) return;
    tracing.record('event deliver', {
      kind: 'producer',
      parent: traceParent,
      startedAt,
      attributes: {
        'parley.event.kind': kind,
        'parley.event.position': position.toString(),
        'parley.subscribers': shownTo.length,
        ...(kind === 'MESSAGE' ? { 'parley.message.id': entityId } : {}),
      },
    });
  });
}
