import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { UrlScalar } from '../../../common/graphql/scalars.js';
import type { EndpointDeliveryState } from '../deliveries/endpoint-delivery.entity.js';
import {
  ENDPOINT_EVENT_TYPES,
  UNASKED_EVENT_TYPES,
  type DeliveredEventType,
  type EndpointEventType,
} from '../domain/event-types.js';
import type { EndpointStatus } from '../webhook-endpoint.entity.js';

export const EndpointEventTypeEnum = registered(
  'EndpointEventType',
  'Kinds of events that an endpoint can ask for. Kinds are added, never changed.',
  ENDPOINT_EVENT_TYPES,
);
export const DeliveredEventTypeEnum = registered('DeliveredEventType', 'What a webhook to another system tells.', {
  ...ENDPOINT_EVENT_TYPES,
  ...UNASKED_EVENT_TYPES,
});
const EndpointStatusEnum = registered('EndpointStatus', 'Whether webhooks are sent to an endpoint.', {
  ACTIVE: 'They are sent; see failingSince for whether they are accepted.',
  PAUSED:
    'Nothing is sent, by hand or because it has accepted nothing for three days (see statusReason). resumeWebhookEndpoint sends all that was missed.',
  DISABLED: 'It answered 410 (Gone): nothing is sent. resumeWebhookEndpoint begins again.',
});
export const EndpointDeliveryStateEnum = registered('EndpointDeliveryState', 'How far a webhook to an endpoint is.', {
  WAITING: 'It is sent, waits for those before it, for its next attempt, or for its endpoint to be resumed.',
  DELIVERED: 'The endpoint has accepted it (2xx).',
  FAILED: 'It was tried for three days, in which the endpoint accepted others; or it was a test. See redeliver.',
});

@ObjectType('WebhookEndpoint', {
  implements: () => [Node],
  description:
    'An address of another system to which events are sent as webhooks, signed by the Standard Webhooks specification.',
})
export class WebhookEndpointType extends Node {
  @Field(() => UrlScalar, { description: 'Where webhooks are posted to.' }) url: string;
  @Field(() => String, { nullable: true, description: 'What it is for, in the words of whoever added it.' })
  description: string | null;
  @Field(() => [EndpointEventTypeEnum], { description: 'The kinds of events that it gets.' })
  eventTypes: EndpointEventType[];
  accountIds: string[] | null;
  @Field(() => EndpointStatusEnum, { description: 'Whether webhooks are sent to it.' }) status: EndpointStatus;
  @Field(() => String, {
    nullable: true,
    description: 'Why it is PAUSED or DISABLED, in a sentence; null: by hand, or it is ACTIVE.',
  })
  statusReason: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last paused, disabled or resumed; null: never.',
  })
  statusChangedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it has accepted nothing of what was sent; null while it does.',
  })
  failingSince: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'What the latest failure was, in a sentence, while it is failing.',
  })
  lastError: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it last accepted a webhook, to ten seconds.' })
  lastDeliveredAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until then webhooks are signed with the secret before the last rotation, too; null: with one alone.',
  })
  previousSecretUntil: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was added.' }) createdAt: Date;
  createdByUserId: string | null;
  createdByApiKeyId: string | null;
}

@ObjectType({ description: 'A page of endpoints.' })
export class WebhookEndpointConnection extends connectionOf(WebhookEndpointType, 'WebhookEndpoint') {}

@ObjectType({ description: 'One attempt to deliver a webhook to an endpoint.' })
export class EndpointAttempt {
  @Field(() => DateTimeScalar, { description: 'When it began; its webhook-timestamp.' }) at: Date;
  @Field(() => UrlScalar, { description: 'Where it was posted to.' }) url: string;
  @Field(() => Int, { description: 'Milliseconds until the answer had come, or the attempt was over.' })
  durationMs: number;
  @Field(() => Int, { nullable: true, description: 'The HTTP status; null: there was no answer.' }) status:
    number | null;
  @Field(() => String, { nullable: true, description: 'The beginning of the answer, up to 1,000 bytes.' }) answer:
    string | null;
  @Field(() => String, { nullable: true, description: 'Why it did not succeed, in a sentence; null: it did.' })
  error: string | null;
}

@ObjectType('EndpointDelivery', {
  implements: () => [Node],
  description: 'A webhook for one endpoint: one event, sent until it is accepted. Its id is the webhook-id.',
})
export class EndpointDeliveryType extends Node {
  endpointId: string;
  @Field(() => DeliveredEventTypeEnum, { description: 'What it tells.' }) eventType: DeliveredEventType;
  @Field(() => ID, { nullable: true, description: 'The id of the account that it concerns; null for a test.' })
  accountId: string | null;
  @Field(() => ID, { nullable: true, description: 'The id of the conversation that it concerns, where it does one.' })
  conversationId: string | null;
  @Field(() => EndpointDeliveryStateEnum, { description: 'How far it is.' }) state: EndpointDeliveryState;
  @Field(() => Boolean, {
    description: 'Whether its payload is ids alone, because all of it was more than the receiver takes.',
  })
  isReduced: boolean;
  @Field(() => DateTimeScalar, { description: 'When it happened; the timestamp of the payload.' }) occurredAt: Date;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is tried again, if it failed; null otherwise.' })
  nextAttemptAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was accepted or given up; null while it waits.',
  })
  finishedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt: Date;
  attemptLog: unknown[];
}

@ObjectType({ description: 'A page of webhooks to endpoints.' })
export class EndpointDeliveryConnection extends connectionOf(EndpointDeliveryType, 'EndpointDelivery') {}

@ObjectType({ description: 'What became of a call; `endpoint` is null when it was refused.' })
export class WebhookEndpointPayload extends Payload {
  @Field(() => WebhookEndpointType, { nullable: true, description: 'The endpoint, as it is now.' })
  endpoint: WebhookEndpointType | null;
}

@ObjectType({ description: 'An endpoint with a new secret; both are null when the call was refused.' })
export class WebhookEndpointSecretPayload extends Payload {
  @Field(() => WebhookEndpointType, { nullable: true, description: 'The endpoint, as it is now.' })
  endpoint: WebhookEndpointType | null;
  @Field(() => String, {
    nullable: true,
    description: 'With which its webhooks are signed, `whsec_` and base64. Shown this once.',
  })
  secret: string | null;
}

@ObjectType({ description: 'Whether an endpoint was deleted.' })
export class DeleteWebhookEndpointPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'The id of the endpoint that is gone; null when it was refused.' })
  deletedId: string | null;
}

@ObjectType({ description: 'A test that is on its way; `delivery` is null when the call was refused.' })
export class SendTestEventPayload extends Payload {
  @Field(() => EndpointDeliveryType, {
    nullable: true,
    description: 'The webhook; ask endpointDeliveries what became of it.',
  })
  delivery: EndpointDeliveryType | null;
}

@ObjectType({ description: 'How many webhooks are sent again.' })
export class RedeliverPayload extends Payload {
  @Field(() => Int, { description: 'Webhooks that wait to be sent again; 0 when the call was refused.' })
  redeliveredCount: number = 0;
}

function registered(name: string, description: string, descriptions: Record<string, string>): Record<string, string> {
  const keys = Object.keys(descriptions);
  const type = Object.fromEntries(keys.map((key) => [key, key]));
  const valuesMap = Object.fromEntries(keys.map((key) => [key, { description: descriptions[key] }]));
  registerEnumType(type, { name, description, valuesMap });
  return type;
}
