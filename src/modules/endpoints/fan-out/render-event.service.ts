import { Injectable, Logger } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { execute, GraphQLError, type ExecutionArgs } from 'graphql';
import { isTransient } from '../../../common/database/is-transient.js';
import { errorName } from '../../../common/errors/error-name.js';
import type { LoggedEvent } from '../../../common/events/event-log.js';
import { VanishedEntityError, type Loaders } from '../../../common/graphql/loaders.js';
import type { RequestContext } from '../../users/authentication/request-context.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { messageType, possibleTypes, type EndpointEventType } from '../domain/event-types.js';
import { payloadOf, reducedPayload, type Payload } from '../domain/webhook-payload.js';
import { CONTACT_DOCUMENT, EVENT_DOCUMENTS } from './event-documents.js';

/** What an event is told as. */
export interface ToldEvent extends Payload {
  type: EndpointEventType;
}

interface ShownMessage {
  id: string;
  direction: string;
}

type Data = Record<string, unknown>;

/** Renders events for endpoints: what they are about, as it is now, in the words of the GraphQL schema. */
@Injectable()
export class RenderEvent {
  private readonly logger = new Logger(RenderEvent.name);

  constructor(private readonly schemaHost: GraphQLSchemaHost) {}

  /**
   * Renders an event once for all endpoints; null when there is nothing to tell: what it is about is gone, or is for
   * colleagues alone. `loaders` are shared by a batch.
   * @throws the database's error when it could not be read now
   */
  async render(event: LoggedEvent, loaders: Loaders): Promise<ToldEvent | null> {
    const [likeliest] = possibleTypes(event).slice(-1);
    if (likeliest === undefined) return null;
    try {
      const data = await this.read(event, loaders);
      const type = data === null ? null : typeOf(event, data, likeliest);
      if (data === null || type === null) return null;
      return { type, ...payloadOf(type, event.occurredAt, { accountId: event.accountId, ...data }, event) };
    } catch (error) {
      if (isTransient(error)) throw error;
      // It will fail tomorrow too, and what comes after it must not wait for that.
      this.logger.error(`Event ${event.position} could not be rendered, and is told by its ids: ${errorName(error)}`);
      return { type: likeliest, text: reducedPayload(likeliest, event.occurredAt, event), isReduced: true };
    }
  }

  private async read(event: LoggedEvent, loaders: Loaders): Promise<Data | null> {
    if (event.kind === 'ERASED') return { conversationId: event.entityId };
    const contextValue: RequestContext = { request: null, loaders, viewer: viewerOf(event.accountId) };
    if (event.kind === 'CONTACT') {
      const variableValues = { id: event.entityId };
      const found = await this.execute({ document: CONTACT_DOCUMENT, variableValues, contextValue });
      return found === null || found.contact === null ? null : found;
    }
    const document = EVENT_DOCUMENTS[event.kind];
    if (document === undefined) return null;
    const rootValue = { inboxEvents: { ...event, cursor: '' } };
    const found = await this.execute({ document, rootValue, contextValue });
    return (found?.inboxEvents as Data | undefined) ?? null;
  }

  private async execute(args: Omit<ExecutionArgs, 'schema'>): Promise<Data | null> {
    const { data, errors } = await execute({ schema: this.schemaHost.schema, ...args });
    if (errors === undefined) return data ?? null;
    const causes = errors.map((error) => error.originalError ?? error);
    const serious = causes.find((cause) => !(cause instanceof VanishedEntityError));
    if (serious === undefined) return null;
    throw serious instanceof GraphQLError ? new Error(serious.message) : serious;
  }
}

function typeOf(event: LoggedEvent, data: Data, likeliest: EndpointEventType): EndpointEventType | null {
  return event.kind === 'MESSAGE' ? messageType(event, data.message as ShownMessage) : likeliest;
}

/** Nobody in particular: a program that may read what is told, of one account. */
function viewerOf(accountId: string): Viewer {
  return {
    kind: 'API_KEY',
    id: accountId,
    scopes: ['ACCOUNTS_READ', 'TEMPLATES_READ', 'CONVERSATIONS_READ', 'EVENTS_READ'],
    accountIds: [accountId],
    expiresAt: null,
  };
}
