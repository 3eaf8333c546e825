import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
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
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

export const EndpointEventTypeEnum = registered(
  'EndpointEventType',
  'Kinds of events that an endpoint can ask for. Kinds are added, never changed.',
  ENDPOINT_EVENT_TYPES,
);
export const DeliveredEventTypeEnum = registered(
  'DeliveredEventType',
  'Kind of event that a webhook to another system tells.',
  {
    ...ENDPOINT_EVENT_TYPES,
    ...UNASKED_EVENT_TYPES,
  },
);
const EndpointStatusEnum = registered('EndpointStatus', 'Standing of an endpoint: whether webhooks are sent to it.', {
  ACTIVE: 'Webhooks are sent; see failingSince for whether they are accepted.',
  PAUSED:
    'Nothing is sent, by hand or because it has accepted nothing for three days (see statusReason). resumeWebhookEndpoint sends all that was missed.',
  DISABLED: 'Endpoint answered 410 (Gone): nothing is sent. resumeWebhookEndpoint begins again.',
});
export const EndpointDeliveryStateEnum = registered(
  'EndpointDeliveryState',
  'State of a webhook to an endpoint: how far it is.',
  {
    WAITING: 'Webhook is sent, waits for those before it, for its next attempt, or for its endpoint to be resumed.',
    DELIVERED: 'Endpoint has accepted the webhook (2xx).',
    FAILED: 'Webhook was tried for three days, in which the endpoint accepted others; or it was a test. See redeliver.',
  },
);

@ObjectType('WebhookEndpoint', {
  implements: () => [Node],
  description:
    'Webhook endpoint: an address of another system to which events are sent, signed by the Standard Webhooks specification.',
})
export class WebhookEndpointType extends Node {
  @Field(() => UrlScalar, { description: 'Address that webhooks are posted to.' }) url: string;
  @Field(() => String, {
    nullable: true,
    description: 'Purpose of the endpoint, in the words of whoever added it; null: none was given.',
  })
  description: string | null;
  @Field(() => [EndpointEventTypeEnum], { description: 'Kinds of events that the endpoint gets.' })
  eventTypes: EndpointEventType[];
  accountIds: string[] | null;
  @Field(() => EndpointStatusEnum, { description: 'Standing of the endpoint: whether webhooks are sent to it.' })
  status: EndpointStatus;
  @Field(() => String, {
    nullable: true,
    description: 'Reason why the endpoint is PAUSED or DISABLED, in a sentence; null: by hand, or it is ACTIVE.',
  })
  statusReason: string | null;
  @WordingField('statusReason', 'Wording of statusReason, for another language; null without one.')
  statusReasonWording: Wording | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the endpoint was last paused, disabled or resumed; null: never.',
  })
  statusChangedAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time since which the endpoint has accepted nothing of what was sent; null while it does.',
  })
  failingSince: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'Latest failure, in a sentence; null while the endpoint is not failing.',
  })
  lastError: string | null;
  @WordingField('lastError', 'Wording of lastError, for another language; null without one.')
  lastErrorWording: Wording | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the endpoint last accepted a webhook, to ten seconds; null: never.',
  })
  lastDeliveredAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time until which webhooks are signed with the secret before the last rotation, too; null: with one alone.',
  })
  previousSecretUntil: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the endpoint was added.' }) createdAt: Date;
  createdByUserId: string | null;
  createdByApiKeyId: string | null;
}

@ObjectType({ description: 'Page of endpoints, newest first.' })
export class WebhookEndpointConnection extends countedConnectionOf(WebhookEndpointType, 'WebhookEndpoint') {}

@ObjectType({ description: 'Attempt to deliver a webhook to an endpoint.' })
export class EndpointAttempt {
  @Field(() => DateTimeScalar, { description: 'Time at which the attempt began; its webhook-timestamp.' }) at: Date;
  @Field(() => UrlScalar, { description: 'Address that the webhook was posted to.' }) url: string;
  @Field(() => Int, { description: 'Milliseconds until the answer had come, or the attempt was over.' })
  durationMs: number;
  @Field(() => Int, { nullable: true, description: 'HTTP status of the answer; null: there was none.' }) status:
    number | null;
  @Field(() => String, {
    nullable: true,
    description: 'Beginning of the answer, up to 1,000 bytes; null: there was none.',
  })
  answer: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Reason why the attempt did not succeed, in a sentence; null: it did.',
  })
  error: string | null;
  @WordingField('error', 'Wording of the error, for another language; null without one.')
  errorWording?: Wording | null;
}

@ObjectType('EndpointDelivery', {
  implements: () => [Node],
  description: 'Webhook for one endpoint: one event, sent until it is accepted. Its id is the webhook-id.',
})
export class EndpointDeliveryType extends Node {
  endpointId: string;
  @Field(() => DeliveredEventTypeEnum, { description: 'Kind of event that the webhook tells.' })
  eventType: DeliveredEventType;
  @Field(() => ID, { nullable: true, description: 'UUID of the account that the webhook concerns; null for a test.' })
  accountId: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the conversation that the webhook concerns; null where it concerns none.',
  })
  conversationId: string | null;
  @Field(() => EndpointDeliveryStateEnum, { description: 'State of the webhook: how far it is.' })
  state: EndpointDeliveryState;
  @Field(() => Boolean, {
    description: 'Whether the payload is ids alone, because all of it was more than the receiver takes.',
  })
  isReduced: boolean;
  @Field(() => DateTimeScalar, { description: 'Time at which the event happened; the timestamp of the payload.' })
  occurredAt: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the webhook is tried again, if it failed; null otherwise.',
  })
  nextAttemptAt: Date | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the webhook was accepted or given up; null while it waits.',
  })
  finishedAt: Date | null;
  @Field(() => DateTimeScalar, { description: 'Time at which the webhook was made.' }) createdAt: Date;
  attemptLog: unknown[];
}

@ObjectType({ description: 'Page of webhooks to endpoints, newest first.' })
export class EndpointDeliveryConnection extends countedConnectionOf(EndpointDeliveryType, 'EndpointDelivery') {}

@ObjectType({ description: 'Endpoint after the call, or the errors that refused it.' })
export class WebhookEndpointPayload extends Payload {
  @Field(() => WebhookEndpointType, {
    nullable: true,
    description: 'Endpoint as it is now; null where the call was refused.',
  })
  endpoint: WebhookEndpointType | null;
}

@ObjectType({ description: 'Endpoint with a new secret, or the errors that refused the call.' })
export class WebhookEndpointSecretPayload extends Payload {
  @Field(() => WebhookEndpointType, {
    nullable: true,
    description: 'Endpoint as it is now; null where the call was refused.',
  })
  endpoint: WebhookEndpointType | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Secret that webhooks are signed with: `whsec_` and base64. Shown this once; null where the call was refused.',
  })
  secret: string | null;
}

@ObjectType({ description: 'Outcome of deleteWebhookEndpoint.' })
export class DeleteWebhookEndpointPayload extends Payload {
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the endpoint that is gone; null where the call was refused.',
  })
  deletedId: string | null;
}

@ObjectType({ description: 'Test that is on its way, or the errors that refused it.' })
export class SendTestEventPayload extends Payload {
  @Field(() => EndpointDeliveryType, {
    nullable: true,
    description: 'Webhook of the test: endpointDeliveries tells what became of it. Null where the call was refused.',
  })
  delivery: EndpointDeliveryType | null;
}

@ObjectType({ description: 'Number of webhooks that are sent again, or the errors that refused it.' })
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
