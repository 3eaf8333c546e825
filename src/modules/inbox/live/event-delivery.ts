import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import type { LoggedEvent } from '../../../common/events/event-log.js';
import { Loaders } from '../../../common/graphql/loaders.js';
import { ConversationsService } from '../../conversations/conversations.service.js';
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import {
  maySeeAccount,
  maySeeConversation,
  seesOnlyOwnConversations,
  isAllowed,
} from '../../users/domain/permissions.js';
import { accessIdOf, type Viewer } from '../../users/domain/viewer.js';
import { PermissionsVersion } from '../../users/authentication/permissions-version.js';
import { encodeCursor } from '../event-cursor.js';
import type { InboxEventSource } from '../inbox-event.types.js';
import { render } from './rendering.js';
import type { Subscriber } from './subscriber.js';

interface Rendering {
  payload: Promise<string | null>;
  readers: Subscriber[];
}

/** Event delivery: permissions as they are now, each event rendered once for all subscribers who may see the same. */
@Injectable()
export class EventDelivery {
  private readonly permissionsVersions = new WeakMap<Subscriber, string>();

  constructor(
    private readonly clock: Clock,
    private readonly conversations: ConversationsService,
    private readonly authentication: AuthenticationService,
    private readonly permissionsVersion: PermissionsVersion,
  ) {}

  async deliver(events: LoggedEvent[], subscribers: Subscriber[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined || subscribers.length === 0) return;
    await this.refreshPermissions(subscribers);
    const participants = await this.participants(events, subscribers);
    const loaders = new Loaders();
    const renderings = events.flatMap((event) => this.startRendering(event, subscribers, participants, loaders));
    const payloads = await Promise.all(renderings.map(({ payload }) => payload));
    renderings.forEach(({ readers }, index) => {
      const payload = payloads[index];
      if (payload != null) for (const reader of readers) reader.send(payload);
    });
    for (const subscriber of subscribers) {
      if (last.position > subscriber.position) subscriber.position = last.position;
    }
  }

  async deliverReload(subscriber: Subscriber): Promise<void> {
    const { accountId, position, operation, viewer } = subscriber;
    const event: InboxEventSource = {
      kind: 'RELOAD_REQUIRED',
      cursor: encodeCursor(accountId, position),
      occurredAt: this.clock.now(),
      entityId: accountId,
    };
    const payload = await render(operation, viewer, event, new Loaders());
    if (payload !== null) subscriber.send(payload);
  }

  private startRendering(
    event: LoggedEvent,
    subscribers: Subscriber[],
    participants: Map<string, string[]>,
    loaders: Loaders,
  ): Rendering[] {
    const source: InboxEventSource = { ...event, cursor: encodeCursor(event.accountId, event.position) };
    const byKey = new Map<string, Rendering>();
    for (const subscriber of subscribers) {
      if (!subscriber.wants(event) || !maySee(subscriber.viewer, event, participants)) continue;
      const rendering = byKey.get(subscriber.key);
      if (rendering !== undefined) {
        rendering.readers.push(subscriber);
        continue;
      }
      const payload = render(subscriber.operation, subscriber.viewer, source, loaders);
      byKey.set(subscriber.key, { payload, readers: [subscriber] });
    }
    return [...byKey.values()];
  }

  /** Reads permissions again when any have changed since the subscriber was last served; who has none left is cut off. */
  private async refreshPermissions(subscribers: Subscriber[]): Promise<void> {
    const now = this.clock.now();
    for (const subscriber of subscribers) {
      const { expiresAt } = subscriber.viewer;
      if (expiresAt !== null && expiresAt <= now) subscriber.cutOff('NOT_ALLOWED');
    }
    const version = await this.permissionsVersion.current();
    const stale = subscribers.filter(
      (subscriber) => !subscriber.isClosed && this.permissionsVersions.get(subscriber) !== version,
    );
    if (stale.length === 0) return;
    const viewers = await this.authentication.refresh([
      ...new Map(stale.map(({ viewer }) => [accessIdOf(viewer), viewer])).values(),
    ]);
    const current = new Map(viewers.map((viewer) => [accessIdOf(viewer), viewer]));
    for (const subscriber of stale) {
      this.permissionsVersions.set(subscriber, version);
      const viewer = current.get(accessIdOf(subscriber.viewer));
      const mayFollow =
        viewer !== undefined && isAllowed(viewer, 'FOLLOW_EVENTS') && maySeeAccount(viewer, subscriber.accountId);
      if (mayFollow) subscriber.viewer = viewer;
      else subscriber.cutOff('NOT_ALLOWED');
    }
  }

  /** Who takes part in the conversations of these events; not asked when nobody's view depends on it. */
  private async participants(events: LoggedEvent[], subscribers: Subscriber[]): Promise<Map<string, string[]>> {
    if (!subscribers.some(({ viewer }) => seesOnlyOwnConversations(viewer))) return new Map();
    const ids = [...new Set(events.map((event) => event.conversationId).filter((id) => id !== null))];
    const groups = await this.conversations.participantsOf(ids);
    return new Map(ids.map((id, index) => [id, (groups[index] ?? []).map(({ userId }) => userId)]));
  }
}

function maySee(viewer: Viewer, event: LoggedEvent, participants: Map<string, string[]>): boolean {
  if (event.recipientId !== null && event.recipientId !== viewer.id) return false;
  if (event.conversationId === null) return maySeeAccount(viewer, event.accountId);
  const participantIds = participants.get(event.conversationId) ?? [];
  const maySeeIt = maySeeConversation(viewer, { accountId: event.accountId, participantIds });
  // That a conversation was withdrawn is for those who may not see it any more.
  return event.kind === 'WITHDRAWN' ? !maySeeIt && maySeeAccount(viewer, event.accountId) : maySeeIt;
}
