import type { LoggedEvent } from '../../../common/events/event-log.js';
import { maySeeEvent, type Participants, type Senders } from '../domain/may-see-event.js';
import type { Subscriber } from './subscriber.js';

/** One of an audience, with the places in the batch of the events to be shown. */
interface Reader {
  subscriber: Subscriber;
  shown: number[];
}

/** Audience: subscribers of one rendering key, and for each event of a batch one of those who are shown it. */
export interface Audience {
  key: string;
  readers: Reader[];
  firstOf: (Subscriber | undefined)[];
}

/** Audiences of a batch of events: who is shown what, by permission and by what each asked for. */
export function audiencesOf(
  events: readonly LoggedEvent[],
  subscribers: readonly Subscriber[],
  participants: Participants,
  senders: Senders,
): Audience[] {
  const byKey = new Map<string, Audience>();
  for (const subscriber of subscribers) {
    if (subscriber.isClosed) continue;
    const audience = byKey.get(subscriber.key) ?? { key: subscriber.key, readers: [], firstOf: [] };
    byKey.set(subscriber.key, audience);
    const shown: number[] = [];
    events.forEach((event, index) => {
      if (!subscriber.wants(event) || !maySeeEvent(subscriber.viewer, event, participants, senders)) return;
      shown.push(index);
      audience.firstOf[index] ??= subscriber;
    });
    audience.readers.push({ subscriber, shown });
  }
  return [...byKey.values()];
}
