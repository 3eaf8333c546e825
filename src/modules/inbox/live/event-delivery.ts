import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import type { LoggedEvent } from '../../../common/events/event-log.js';
import { Tracing } from '../../../common/tracing/tracing.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { MessagesService } from '../../messages/messages.service.js';
import { followsOnlyOwn, seesOnlyOwnConversations } from '../../users/domain/permissions.js';
import type { Participants, Senders } from '../domain/may-see-event.js';
import { encodeCursor } from '../event-cursor.js';
import type { InboxEventSource } from '../inbox-event.types.js';
import { audiencesOf, type Audience } from './audience.js';
import { recordDelivered } from './delivered-events.js';
import { RETRY_AFTER_SECONDS } from '../domain/overload.js';
import type { RenderedEvent } from './rendering/rendered-event.js';
import { RenderedEvents } from './rendering/rendered-events.js';
import { render } from './rendering/rendering.js';
import type { Subscriber } from './subscriber.js';
import { SubscriberPermissions } from './subscriber-permissions.js';
import { readViewerValues } from './rendering/viewer-values.js';

/** Events of a batch as an audience is shown them; null where nobody of it is, or where what the event is about is gone. */
type Rendered = (RenderedEvent | null)[];

/** Event delivery: permissions as they are now, each event rendered once for all subscribers who may see the same. */
@Injectable()
export class EventDelivery {
  constructor(
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly messages: MessagesService,
    private readonly permissions: SubscriberPermissions,
    private readonly renderedEvents: RenderedEvents,
    private readonly tracing: Tracing,
  ) {}

  /** Delivers events, which follow each other in one log, and moves every subscriber on as far as it was given them. */
  async deliver(events: readonly LoggedEvent[], subscribers: readonly Subscriber[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined || subscribers.length === 0) return;
    const startedAt = performance.now();
    const version = await this.permissions.refresh(subscribers);
    const participants = await this.participants(events, subscribers);
    const audiences = audiencesOf(events, subscribers, participants, await this.senders(events, subscribers));
    const loaders = new Loaders();
    const rendered = await Promise.all(audiences.map((audience) => this.rendered(audience, events, version, loaders)));
    const values = await readViewerValues(
      audiences.map(({ readers }, index) => ({
        events: (rendered[index] ?? []).filter((event) => event !== null),
        viewers: readers.map(({ subscriber }) => subscriber.viewer),
      })),
    );
    audiences.forEach(({ readers }, index) => {
      const ofAudience = rendered[index] ?? [];
      const made = ofAudience.map(() => new Map<string, Buffer>());
      for (const { subscriber, shown } of readers) {
        const texts = shown.flatMap((at) => {
          const [event, position] = [ofAudience[at] ?? null, events[at]?.position ?? last.position];
          if (event === null) return [];
          return [
            { position, payload: event.textFor(subscriber.viewer, values, made[at] ?? new Map<string, Buffer>()) },
          ];
        });
        subscriber.sendEvents(texts, last.position);
      }
    });
    if (this.tracing.isOn) recordDelivered(this.tracing, events, audiences, startedAt);
  }

  /** Tells a subscriber that it must reload. */
  async deliverReload(subscriber: Subscriber): Promise<void> {
    await this.deliverNotice('RELOAD_REQUIRED', subscriber);
  }

  /** Tells subscribers from where to resume, and cuts them off. What cannot be told they know from their last event. */
  async deliverCutOff(subscribers: readonly Subscriber[]): Promise<void> {
    for (const subscriber of subscribers) {
      await this.deliverNotice('CUT_OFF', subscriber).catch(() => undefined);
      subscriber.cutOff('OVERLOADED');
    }
  }

  /** Shows what stands in no log. */
  private async deliverNotice(kind: 'RELOAD_REQUIRED' | 'CUT_OFF', subscriber: Subscriber): Promise<void> {
    const { accountId, position, operation, viewer } = subscriber;
    const event: InboxEventSource = {
      kind,
      accountId,
      cursor: encodeCursor(accountId, position),
      occurredAt: this.clock.now(),
      entityId: accountId,
      ...(kind === 'CUT_OFF' ? { code: 'OVERLOADED', retryAfterSeconds: RETRY_AFTER_SECONDS } : {}),
    };
    const notice = await render(operation, viewer, event, new Loaders());
    if (notice === null) return;
    const values = await readViewerValues([{ events: [notice], viewers: [viewer] }]);
    subscriber.send(notice.textFor(viewer, values, new Map()));
  }

  /** What one person alone is shown may change with the conversations that they take part in: it is rendered each time. */
  private async rendered(
    { key, firstOf }: Audience,
    events: readonly LoggedEvent[],
    version: string,
    loaders: Loaders,
  ): Promise<Rendered> {
    return Promise.all(
      events.map((event, index): Promise<RenderedEvent | null> => {
        const reader = firstOf[index];
        if (reader === undefined) return Promise.resolve(null);
        const source: InboxEventSource = { ...event, cursor: encodeCursor(event.accountId, event.position) };
        const show = () => render(reader.operation, reader.viewer, source, loaders);
        const isForOne = reader.operation.isPerViewer || event.recipientId !== null;
        return isForOne ? show() : this.renderedEvents.get({ key, version }, event.position, show);
      }),
    );
  }

  /** Who takes part in the conversations of these events; not asked when nobody's view depends on it. */
  private async participants(
    events: readonly LoggedEvent[],
    subscribers: readonly Subscriber[],
  ): Promise<Participants> {
    if (!subscribers.some(({ viewer }) => seesOnlyOwnConversations(viewer))) return new Map();
    const ids = [...new Set(events.map((event) => event.conversationId).filter((id) => id !== null))];
    const groups = ids.length === 0 ? [] : await this.conversations.participantsOf(ids);
    return new Map(ids.map((id, index) => [id, (groups[index] ?? []).map(({ userId }) => userId)]));
  }

  /** Which key sent the messages of these events; not asked when nobody's view depends on it. */
  private async senders(events: readonly LoggedEvent[], subscribers: readonly Subscriber[]): Promise<Senders> {
    if (!subscribers.some(({ viewer }) => followsOnlyOwn(viewer))) return new Map();
    const ids = [...new Set(events.filter(({ kind }) => kind === 'MESSAGE').map(({ entityId }) => entityId))];
    const messages = ids.length === 0 ? [] : await this.messages.displayMessageOf(ids);
    return new Map(ids.map((id, index) => [id, messages[index]?.authorApiKeyId ?? null]));
  }
}
