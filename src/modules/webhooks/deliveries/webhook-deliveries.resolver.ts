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
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { ForwardPageArgs } from '../../../common/graphql/pagination/connection.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload, PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { ReadFromReplica } from '../../../common/graphql/read-from-replica.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import { WEBHOOK_DELIVERY_STATES, type WebhookDeliveryState } from './webhook-delivery.entity.js';
import { WebhookDeliveriesService } from './webhook-deliveries.service.js';
import { movedIntoFilter, readFiltered } from '../../../common/graphql/pagination/list-filter.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingField } from '../../../common/graphql/wording.type.js';

const WebhookDeliveryStateEnum = Object.fromEntries(WEBHOOK_DELIVERY_STATES.map((state) => [state, state]));
registerEnumType(WebhookDeliveryStateEnum, {
  name: 'WebhookDeliveryState',
  description: 'State of a webhook delivery.',
  valuesMap: {
    RECEIVED: { description: 'Delivery that is stored, and waits to be processed.' },
    PROCESSED: {
      description: 'Everything in the delivery that is read has been applied; see notRead for what is not.',
    },
    FAILED: { description: 'Something in the delivery could not be applied; see error. The rest was.' },
    IGNORED: { description: 'Nothing in the delivery is read (yet): see notRead, and error for the reason.' },
  },
});

@ObjectType('WebhookDelivery', {
  implements: () => [Node],
  description: 'Webhook as Meta sent it. Kept until retention ends, so that a failure can be mended and replayed.',
})
export class WebhookDeliveryType extends Node {
  @Field(() => DateTimeScalar, { description: 'Time at which Meta sent it.' }) receivedAt: Date;
  @Field(() => [String], { description: "Meta's fields in it, such as messages; empty until it was processed." })
  fields: string[];
  @Field(() => [String], {
    description:
      "Parts that are kept here and not read yet: a field of Meta's such as calls or history, or a part of one such as statuses.warning. See payload.",
  })
  notRead: string[];
  @Field(() => WebhookDeliveryStateEnum, { description: 'State of the delivery.' }) state: WebhookDeliveryState;
  @Field(() => Int, { description: 'Number of times that it was processed.' }) attempts: number;
  @Field(() => String, { description: 'Reason of FAILED or IGNORED, in a sentence; null otherwise.', nullable: true })
  error: string | null;
  @WordingField('error', 'Wording of the error, for another language; null without one.')
  errorWording: Wording | null;
  @Field(() => DateTimeScalar, { description: 'Time at which it was last processed; null: not yet.', nullable: true })
  processedAt: Date | null;
}

@ObjectType({ description: 'Page of webhook deliveries, newest first.' })
export class WebhookDeliveryConnection extends countedConnectionOf(WebhookDeliveryType, 'WebhookDelivery') {}

@InputType({ description: 'Conditions on webhook deliveries: all hold together.' })
export class WebhookDeliveryFilter {
  @Field(() => [WebhookDeliveryStateEnum], {
    nullable: true,
    description: 'States: deliveries in any of these; absent: all.',
  })
  state?: WebhookDeliveryState[] | null;
}

@InputType({ description: 'Deliveries to be processed again.' })
export class ReplayWebhookDeliveriesInput {
  @Field(() => [ID], { description: 'UUIDs of webhook deliveries, 1 to 1,000.' })
  @ListUpTo(1_000)
  deliveryIds: string[];
}

@ObjectType({ description: 'Number of deliveries that are processed again, or the errors that refused the call.' })
export class ReplayWebhookDeliveriesPayload extends Payload {
  @Field(() => Int, { description: 'Number of deliveries that are processed again; 0 where the call was refused.' })
  replayedCount: number = 0;
}

@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveriesResolver {
  constructor(private readonly deliveries: WebhookDeliveriesService) {}

  @Query(() => WebhookDeliveryConnection, {
    description: 'Webhooks that Meta sent, newest first. Administrators only.',
  })
  @ReadFromReplica()
  @Allow('MANAGE_WEBHOOKS')
  async webhookDeliveries(
    @CurrentViewer() viewer: Viewer,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every delivery.' })
    filter?: WebhookDeliveryFilter,
    @Args('state', {
      ...movedIntoFilter('state'),
      description: 'States to narrow the list to; absent: all.',
      type: () => [WebhookDeliveryStateEnum],
      nullable: true,
    })
    state?: WebhookDeliveryState[] | null,
  ): Promise<WebhookDeliveryConnection> {
    return readFiltered(filter, { state }, (conditions) =>
      this.deliveries.list(viewer, conditions.state ?? undefined, page),
    );
  }

  @PayloadMutation(
    () => ReplayWebhookDeliveriesPayload,
    'Processes deliveries again. What was stored before is not stored twice. Administrators only.',
  )
  @Allow('MANAGE_WEBHOOKS')
  async replayWebhookDeliveries(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Deliveries to be processed.' }) input: ReplayWebhookDeliveriesInput,
  ): Promise<ReplayWebhookDeliveriesPayload> {
    return { replayedCount: await this.deliveries.replay(viewer, input.deliveryIds), errors: [] };
  }

  @ResolveField(() => JsonScalar, {
    description: 'Body as Meta sent it; as a text where it is no JSON, or has more than 64 levels.',
  })
  payload(@Parent() delivery: WebhookDeliveryType, @RequestLoaders() loaders: Loaders): Promise<unknown> {
    return loaders.load(this.deliveries.payloads, delivery.id);
  }
}
