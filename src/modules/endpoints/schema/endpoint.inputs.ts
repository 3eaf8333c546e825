import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { ListUpTo, Text, refusedBecause } from '../../../common/graphql/input-checks.js';
import type { EndpointDeliveryState } from '../deliveries/endpoint-delivery.entity.js';
import type { DeliveredEventType, EndpointEventType } from '../domain/event-types.js';
import { DeliveredEventTypeEnum, EndpointDeliveryStateEnum, EndpointEventTypeEnum } from './endpoint.types.js';
import { because } from '../../../common/errors/because.js';

const MAX_URL_LENGTH = 2_000;
const MAX_OVERLAP_HOURS = 7 * 24;

@InputType({ description: 'Endpoint that is to get events from now on.' })
export class CreateWebhookEndpointInput {
  @Field({
    description:
      'Begins with https (outside production also http to this machine). No user name, no private network, no redirect.',
  })
  @Text({ max: MAX_URL_LENGTH })
  url: string;
  @Field(() => String, { nullable: true, description: 'Purpose of the endpoint, up to 200 characters.' })
  @Text({ max: 200, optional: true })
  description?: string | null;
  @Field(() => [EndpointEventTypeEnum], { description: 'Kinds of events that the endpoint gets, at least one.' })
  @ListUpTo(50)
  eventTypes: EndpointEventType[];
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of the accounts whose events the endpoint gets; absent or null: all, also those that come.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType({ description: 'Changes of an endpoint. What is absent stays; what waits for it is sent as it was made.' })
export class UpdateWebhookEndpointInput {
  @Field(() => ID, { description: 'UUID of the endpoint, else NOT_FOUND.' }) endpointId: string;
  @Field(() => String, { nullable: true, description: 'Another address, by the rules of createWebhookEndpoint.' })
  @Text({ max: MAX_URL_LENGTH, optional: true })
  url?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Purpose of the endpoint, up to 200 characters; null takes it away.',
  })
  @Text({ max: 200, optional: true })
  description?: string | null;
  @Field(() => [EndpointEventTypeEnum], { nullable: true, description: 'Replaces the whole list.' })
  @IsOptional()
  @ListUpTo(50)
  eventTypes?: EndpointEventType[] | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'Replaces the whole list; null: all accounts. Of those that are new it gets what happens from now on.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@InputType({ description: 'Endpoint that the call is about.' })
export class WebhookEndpointIdInput {
  @Field(() => ID, { description: 'UUID of the endpoint, else NOT_FOUND.' }) endpointId: string;
}

@InputType({ description: 'Endpoint that is to be sent to again.' })
export class ResumeWebhookEndpointInput {
  @Field(() => ID, { description: 'UUID of the endpoint, else NOT_FOUND.' }) endpointId: string;
  @Field(() => Boolean, {
    nullable: true,
    description: 'True: what happened while it was paused is left out. Otherwise it gets all that it has missed.',
  })
  skipMissed?: boolean | null;
}

@InputType({ description: 'Endpoint whose secret is to be replaced.' })
export class RotateWebhookEndpointSecretInput {
  @Field(() => ID, { description: 'UUID of the endpoint, else NOT_FOUND.' }) endpointId: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Hours for which webhooks are signed with both secrets, 0 to 168; 24 unless given.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_HOURS, refusedBecause(because('OVERLAP_TOO_LONG', { limit: MAX_OVERLAP_HOURS })))
  overlapHours?: number | null;
}

@InputType({ description: 'Webhooks that are to be sent again, whatever became of them.' })
export class RedeliverInput {
  @Field(() => [ID], { description: 'Ids of endpointDeliveries, 1 to 1,000. Their webhook-id stays the same.' })
  @ListUpTo(1_000)
  deliveryIds: string[];
}

@InputType({ description: 'Conditions for webhooks to endpoints, which all hold together.' })
export class EndpointDeliveryFilter {
  @Field(() => ID, { nullable: true, description: 'UUID of the endpoint that they were for.' }) endpointId?:
    string | null;
  @Field(() => [EndpointDeliveryStateEnum], { nullable: true, description: 'States, of which they are in any.' })
  @IsOptional()
  @ListUpTo(10)
  state?: EndpointDeliveryState[] | null;
  @Field(() => [DeliveredEventTypeEnum], { nullable: true, description: 'Kinds of events, of which they tell any.' })
  @IsOptional()
  @ListUpTo(50)
  eventType?: DeliveredEventType[] | null;
  @Field(() => ID, { nullable: true, description: 'Concerning the conversation with this id.' }) conversationId?:
    string | null;
}
