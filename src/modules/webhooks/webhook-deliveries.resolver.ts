import {
  Args,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  Parent,
  Query,
  registerEnumType,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { connectionOf, ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { ListUpTo } from '../../common/graphql/input-checks.js';
import { Node } from '../../common/graphql/pagination/node.type.js';
import { Payload, PayloadMutation } from '../../common/graphql/errors/payload.js';
import { JsonScalar } from '../../common/graphql/scalars.js';
import { ReadFromReplica } from '../../common/graphql/read-from-replica.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from './webhook-delivery.entity.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';

const WebhookDeliveryStateEnum = Object.fromEntries(WEBHOOK_DELIVERY_STATES.map((state) => [state, state]));
registerEnumType(WebhookDeliveryStateEnum, {
  name: 'WebhookDeliveryState',
  valuesMap: {
    RECEIVED: { description: 'Stored, and waiting to be processed.' },
    PROCESSED: { description: 'Everything in it that is read has been applied; see notRead for what is not.' },
    FAILED: { description: 'Something in it could not be applied; see error. The rest was.' },
    IGNORED: { description: 'There was nothing in it that is read (yet): see notRead, and error for the reason.' },
  },
});

@ObjectType('WebhookDelivery', {
  implements: () => [Node],
  description: 'A webhook as Meta sent it. Kept until retention ends, so that a failure can be mended and replayed.',
})
export class WebhookDeliveryType extends Node {
  @Field(() => DateTimeScalar) receivedAt: Date;
  @Field(() => [String], { description: "Meta's fields in it, such as messages; empty until it was processed." })
  fields: string[];
  @Field(() => [String], {
    description:
      "What in it is kept here and not read yet: a field of Meta's such as calls or history, or a part of one such as statuses.warning. See payload.",
  })
  notRead: string[];
  @Field(() => WebhookDeliveryStateEnum) state: WebhookDeliveryState;
  @Field(() => Int) attempts: number;
  @Field(() => String, { nullable: true }) error: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) processedAt: Date | null;
}

@ObjectType()
export class WebhookDeliveryConnection extends connectionOf(WebhookDeliveryType, 'WebhookDelivery') {}

@InputType()
export class ReplayWebhookDeliveriesInput {
  @Field(() => [ID], { description: '1 to 1,000.' }) @ListUpTo(1_000) deliveryIds: string[];
}

@ObjectType()
export class ReplayWebhookDeliveriesPayload extends Payload {
  @Field(() => Int) replayedCount: number = 0;
}

@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveriesResolver {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Query(() => WebhookDeliveryConnection, { description: 'What Meta sent, newest first. Administrators only.' })
  @ReadFromReplica()
  @Allow('MANAGE_WEBHOOKS')
  async webhookDeliveries(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('state', { type: () => [WebhookDeliveryStateEnum], nullable: true }) state?: WebhookDeliveryState[],
  ): Promise<WebhookDeliveryConnection> {
    return this.deliveries.list(viewer, state, page);
  }

  @PayloadMutation(
    () => ReplayWebhookDeliveriesPayload,
    'Processes deliveries again. What was stored before is not stored twice.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async replayWebhookDeliveries(
    @CurrentViewer() viewer: Viewer,
    @Args('input') input: ReplayWebhookDeliveriesInput,
  ): Promise<ReplayWebhookDeliveriesPayload> {
    return { replayedCount: await this.deliveries.replay(viewer, input.deliveryIds), errors: [] };
  }

  @ResolveField(() => JsonScalar, {
    description: 'The body as Meta sent it; as a text where it is no JSON, or has more than 64 levels.',
  })
  payload(@Parent() delivery: WebhookDeliveryType, @RequestLoaders() loaders: Loaders): Promise<unknown> {
    return loaders.load(this.deliveries.payloads, delivery.id);
  }
}
