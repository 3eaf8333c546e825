import { Args, Context, GraphQLISODateTime, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ForwardPageArgs } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import { AuthorsService } from '../messages/reading/authors.service.js';
import type { MessageStatus } from '../messages/domain/message-status.js';
import { MessageAuthor, MessageConnection, MessageStatusEnum } from '../messages/schema/message.types.js';
import { MessagesService } from '../messages/messages.service.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService } from '../templates/templates.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { RequestContext } from '../users/authentication/request-context.js';
import type { BroadcastEntity } from './broadcast.entity.js';
import { BroadcastIdInput, StartBroadcastInput } from './broadcast.inputs.js';
import { BroadcastConnection, BroadcastPayload, BroadcastType, SkippedRecipient } from './broadcast.types.js';
import { BroadcastsService } from './broadcasts.service.js';
import { ControlBroadcastService } from './control-broadcast.service.js';
import type { BroadcastCounts } from './domain/broadcast.js';
import { StartBroadcastService } from './start-broadcast.service.js';

@Resolver(() => BroadcastType)
export class BroadcastsResolver {
  constructor(
    private readonly broadcastsService: BroadcastsService,
    private readonly starting: StartBroadcastService,
    private readonly control: ControlBroadcastService,
    private readonly accounts: AccountsService,
  ) {}

  @Query(() => BroadcastType, { nullable: true })
  @Allow('READ_BROADCASTS')
  async broadcast(@CurrentViewer() viewer: Viewer, @Args('id', { type: () => ID }) id: string): Promise<unknown> {
    return this.broadcastsService.find(viewer, id);
  }

  @Query(() => BroadcastConnection, { description: 'Of an account, newest first.' })
  @Allow('READ_BROADCASTS')
  async broadcasts(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args() page: ForwardPageArgs,
  ): Promise<unknown> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    return this.broadcastsService.list(account.id, page);
  }

  @PayloadMutation(
    () => BroadcastPayload,
    'Sends an approved template to many. Checked as a whole: if anybody cannot be sent to, nothing is stored and every error is told, unless skipInvalid. Follow it by BroadcastChanged.',
  )
  @Allow('WRITE_BROADCASTS')
  async startBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input') input: StartBroadcastInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.starting.start(viewer, input));
  }

  @PayloadMutation(
    () => BroadcastPayload,
    'What has not been sent is CANCELLED; what a worker has taken already still goes out. Harmless twice.',
  )
  @Allow('WRITE_BROADCASTS')
  async cancelBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.cancel(viewer, broadcastId));
  }

  @PayloadMutation(() => BroadcastPayload, 'Holds back what has not been sent, until resumeBroadcast.')
  @Allow('WRITE_BROADCASTS')
  async pauseBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.pause(viewer, broadcastId));
  }

  @PayloadMutation(() => BroadcastPayload, 'Lets a PAUSED broadcast go on.')
  @Allow('WRITE_BROADCASTS')
  async resumeBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input') { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.resume(viewer, broadcastId));
  }
}

@Resolver(() => BroadcastType)
export class BroadcastFieldsResolver {
  constructor(
    private readonly broadcasts: BroadcastsService,
    private readonly numbers: PhoneNumbersService,
    private readonly templates: TemplatesService,
    private readonly authors: AuthorsService,
    private readonly messagesService: MessagesService,
  ) {}

  @ResolveField(() => TemplateType)
  async template(@Parent() { templateId }: BroadcastEntity, @Context() context: unknown): Promise<unknown> {
    return (context as RequestContext).loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => BusinessPhoneNumberType, { description: 'The number that sends.' })
  async phoneNumber(
    @Parent() { businessPhoneNumberId }: BroadcastEntity,
    @Context() context: unknown,
  ): Promise<unknown> {
    return (context as RequestContext).loaders.load(this.numbers.byIds, businessPhoneNumberId);
  }

  @ResolveField(() => MessageAuthor, { nullable: true })
  async createdBy(
    @Parent() { authorUserId, authorApiKeyId }: BroadcastEntity,
    @Context() context: unknown,
  ): Promise<unknown> {
    const authored = { authorUserId, authorApiKeyId, authorContactId: null };
    return this.authors.of(authored, (context as RequestContext).loaders);
  }

  @ResolveField(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it goes on by itself, if its template is approved then; null: somebody has to resume it.',
  })
  resumesAt(@Parent() { status, resumeAt }: BroadcastEntity): Date | null {
    return status === 'PAUSED' ? resumeAt : null;
  }

  @ResolveField(() => [SkippedRecipient], { description: 'Whom skipInvalid left out.' })
  skipped(@Parent() { skipped }: BroadcastEntity): SkippedRecipient[] {
    return skipped.map(({ problems, ...entry }) => ({ ...entry, errors: problems }));
  }

  @ResolveField(() => MessageConnection, { description: 'In the order of the recipients.' })
  async messages(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: BroadcastEntity,
    @Args() page: ForwardPageArgs,
    @Args('status', { type: () => [MessageStatusEnum], nullable: true }) status?: MessageStatus[] | null,
  ): Promise<unknown> {
    requireAllowed(viewer, 'READ_BROADCAST_MESSAGES');
    return this.messagesService.ofBroadcast(id, status ?? null, page);
  }

  @ResolveField(() => Int, { description: 'Wait here, or are being sent.' })
  async queued(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).queued;
  }

  @ResolveField(() => Int, { description: 'Accepted by Meta, and not delivered yet.' })
  async sent(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).sent;
  }

  @ResolveField(() => Int, { description: 'Delivered, and not read yet.' })
  async delivered(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).delivered;
  }

  @ResolveField(() => Int)
  async read(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).read;
  }

  @ResolveField(() => Int)
  async failed(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).failed;
  }

  @ResolveField(() => Int, { description: 'Of which nobody knows whether Meta has accepted them.' })
  async unconfirmed(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).unconfirmed;
  }

  @ResolveField(() => Int)
  async cancelled(@Parent() { id }: BroadcastEntity, @Context() context: unknown): Promise<number> {
    return (await this.counts(id, context)).cancelled;
  }

  private counts(id: string, context: unknown): Promise<BroadcastCounts> {
    return (context as RequestContext).loaders.load(this.broadcasts.counts, id);
  }
}

function payloadOf(broadcast: BroadcastEntity): BroadcastPayload {
  return { broadcast: broadcast as unknown as BroadcastType, errors: [] };
}
