import { Args, ID, Int, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../../common/graphql/date-time.scalar.js';
import type { Loaders } from '../../common/graphql/loaders.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import { BusinessPhoneNumberType } from '../accounts/schema/account.types.js';
import { PauseCause, pauseCauseOf, sendingPauseCauseOf } from '../accounts/schema/pause-cause.types.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { PhoneNumbersService } from '../accounts/phone-numbers/phone-numbers.service.js';
import { AuthorsService, type Author } from '../messages/reading/authors.service.js';
import type { MessageStatus } from '../messages/domain/message-status.js';
import { MessageAuthor, MessageConnection, MessageStatusEnum } from '../messages/schema/message.types.js';
import { MessagesService, type Message } from '../messages/messages.service.js';
import { TemplateType } from '../templates/schema/template.types.js';
import { TemplatesService, type Template } from '../templates/templates.service.js';
import { ReadFromReplica } from '../../common/graphql/read-from-replica.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow, requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { BroadcastEntity } from './broadcast.entity.js';
import { AppendBroadcastRecipientsInput, BroadcastIdInput, StartBroadcastInput } from './schema/broadcast.inputs.js';
import {
  BroadcastConnection,
  BroadcastPayload,
  BroadcastType,
  SkippedRecipient,
  SkippedRecipientConnection,
} from './schema/broadcast.types.js';
import { BroadcastsService } from './broadcasts.service.js';
import { ControlBroadcastService } from './control-broadcast.service.js';
import type { BroadcastCounts } from './domain/broadcast.js';
import { AppendRecipientsService } from './preparation/append-recipients.service.js';
import { StartBroadcastService } from './start-broadcast.service.js';
import { movedIntoFilter, readFiltered } from '../../common/graphql/pagination/list-filter.js';
import { BroadcastMessageFilter } from '../messages/schema/message-list.inputs.js';
import { formerNameOf } from '../../common/graphql/former-name.js';
import { asSkippedRecipient, pageOfSkipped } from './skipped-recipients.js';

const TOKEN_REFUSED = 'Meta refuses the access token. Save a new one in the account; then it goes on by itself.';

@Resolver(() => BroadcastType)
export class BroadcastsResolver {
  constructor(
    private readonly broadcastsService: BroadcastsService,
    private readonly starting: StartBroadcastService,
    private readonly appending: AppendRecipientsService,
    private readonly control: ControlBroadcastService,
    private readonly accounts: AccountsService,
  ) {}

  @Query(() => BroadcastType, {
    description: 'Broadcast by its id; null where there is none, or the viewer may not see it.',
    nullable: true,
  })
  @Allow('READ_BROADCASTS')
  async broadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('id', { description: 'UUID of the broadcast.', type: () => ID }) id: string,
  ): Promise<BroadcastEntity | null> {
    return this.broadcastsService.find(viewer, id);
  }

  @Query(() => BroadcastConnection, { description: 'Broadcasts of an account, newest first.' })
  @ReadFromReplica()
  @Allow('READ_BROADCASTS')
  async broadcasts(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', { description: 'UUID of the account, else NOT_FOUND.', type: () => ID }) accountId: string,
    @Args() page: ForwardPageArgs,
  ): Promise<Page<BroadcastEntity>> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    return this.broadcastsService.list(account.id, page);
  }

  @PayloadMutation(
    () => BroadcastPayload,
    'Sends an approved template to many. Checked as a whole: if anybody cannot be sent to, nothing is stored and every error is reported, unless skipInvalid. Follow it by BroadcastChanged.',
  )
  @Allow('WRITE_BROADCASTS')
  async startBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Template, recipients and idempotency key.' }) input: StartBroadcastInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.starting.start(viewer, input));
  }

  @PayloadMutation(
    () => BroadcastPayload,
    'Gives a PREPARING broadcast more recipients: stored at once, prepared in the background. Harmless twice.',
  )
  @Allow('WRITE_BROADCASTS')
  async appendBroadcastRecipients(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Part of the list, and where in the list it stands.' })
    input: AppendBroadcastRecipientsInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.appending.append(viewer, input));
  }

  @PayloadMutation(
    () => BroadcastPayload,
    'Cancels a broadcast: what has not been sent is CANCELLED; what a worker has claimed already still goes out. Harmless twice.',
  )
  @Allow('WRITE_BROADCASTS')
  async cancelBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Broadcast to be cancelled.' }) { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.cancel(viewer, broadcastId));
  }

  @PayloadMutation(() => BroadcastPayload, 'Holds back what has not been sent, until resumeBroadcast.')
  @Allow('WRITE_BROADCASTS')
  async pauseBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Broadcast to be paused.' }) { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.pause(viewer, broadcastId));
  }

  @PayloadMutation(() => BroadcastPayload, 'Lets a PAUSED broadcast go on.')
  @Allow('WRITE_BROADCASTS')
  async resumeBroadcast(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Broadcast to go on.' }) { broadcastId }: BroadcastIdInput,
  ): Promise<BroadcastPayload> {
    return payloadOf(await this.control.resume(viewer, broadcastId));
  }
}

@Resolver(() => BroadcastType)
export class BroadcastFieldsResolver {
  constructor(
    private readonly broadcasts: BroadcastsService,
    private readonly accounts: AccountsService,
    private readonly numbers: PhoneNumbersService,
    private readonly templates: TemplatesService,
    private readonly authors: AuthorsService,
    private readonly messagesService: MessagesService,
  ) {}

  @ResolveField(() => TemplateType, { description: 'Template that is sent.' })
  async template(
    @Parent() { templateId }: BroadcastEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Template | null> {
    return loaders.load(this.templates.byIds, templateId);
  }

  @ResolveField(() => BusinessPhoneNumberType, { description: 'Phone number that sends.' })
  async phoneNumber(
    @Parent() { businessPhoneNumberId }: BroadcastEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<{ id: string } | null> {
    return loaders.load(this.numbers.byIds, businessPhoneNumberId);
  }

  @ResolveField(() => MessageAuthor, {
    description: 'Person or program that started the broadcast; null where they are gone.',
    nullable: true,
  })
  async createdBy(
    @Parent() { authorUserId, authorApiKeyId }: BroadcastEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Author | null> {
    const authored = { authorUserId, authorApiKeyId, authorContactId: null };
    return this.authors.of(authored, loaders);
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description:
      'Time at which a PAUSED broadcast goes on by itself, if its template is approved then; null: somebody has to resume it, or it is not PAUSED.',
  })
  resumesAt(@Parent() { status, resumeAt }: BroadcastEntity): Date | null {
    return status === 'PAUSED' ? resumeAt : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description:
      'Reason why nothing goes out although the broadcast is RUNNING: what Meta refuses its number, its account or the access token, and what to do. What waits stays QUEUED. Null while messages go out, and for any other status.',
  })
  async heldReason(@Parent() broadcast: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<string | null> {
    return (await this.heldBy(broadcast, loaders))?.reason ?? null;
  }

  @ResolveField(() => PauseCause, {
    nullable: true,
    description: 'Cause of heldReason, for programs; null where there is none, or it was not recorded.',
  })
  async heldCause(
    @Parent() broadcast: BroadcastEntity,
    @RequestLoaders() loaders: Loaders,
  ): Promise<PauseCause | null> {
    return (await this.heldBy(broadcast, loaders))?.cause ?? null;
  }

  @ResolveField(() => PauseCause, {
    nullable: true,
    description: 'Cause of pauseReason, for programs; null where there is none, or it was not recorded.',
  })
  pauseCause(@Parent() { status, pauseKind, pauseCode, pauseSubcode }: BroadcastEntity): PauseCause | null {
    return status === 'PAUSED' && pauseKind !== null ? pauseCauseOf(pauseKind, pauseCode, pauseSubcode) : null;
  }

  @ResolveField(() => SkippedRecipientConnection, {
    description:
      'Recipients whom skipInvalid left out, in the order of the list: the first 1,000 of a broadcast that is prepared in the background; skippedCount counts all.',
  })
  skippedRecipients(@Parent() { skipped }: BroadcastEntity, @Args() page: ForwardPageArgs): Page<SkippedRecipient> {
    return pageOfSkipped(skipped, page);
  }

  @ResolveField(() => [SkippedRecipient], formerNameOf('skippedRecipients'))
  skipped(@Parent() { skipped }: BroadcastEntity): SkippedRecipient[] {
    return skipped.map(asSkippedRecipient);
  }

  @ResolveField(() => MessageConnection, {
    description: 'Messages of the broadcast, in the order of the recipients. FORBIDDEN for operators.',
  })
  async messages(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: BroadcastEntity,
    @Args() page: ForwardPageArgs,
    @Args('filter', { nullable: true, description: 'Conditions that all hold together; absent: every message.' })
    filter?: BroadcastMessageFilter,
    @Args('status', {
      ...movedIntoFilter('status'),
      description: 'Statuses to narrow the list to; absent: all.',
      type: () => [MessageStatusEnum],
      nullable: true,
    })
    status?: MessageStatus[] | null,
  ): Promise<Page<Message>> {
    requireAllowed(viewer, 'READ_BROADCAST_MESSAGES');
    return readFiltered(filter, { status }, (conditions) =>
      this.messagesService.ofBroadcast(id, conditions.status ?? null, page),
    );
  }

  @ResolveField(() => Int, { description: 'Messages that wait here, or are being sent.' })
  async queued(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).queued;
  }

  @ResolveField(() => Int, { description: 'Messages that Meta accepted, and that were not delivered yet.' })
  async sent(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).sent;
  }

  @ResolveField(() => Int, { description: 'Messages that were delivered, and not read yet.' })
  async delivered(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).delivered;
  }

  @ResolveField(() => Int, { description: 'Messages that were read by the customer, where they let others know.' })
  async read(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).read;
  }

  @ResolveField(() => Int, { description: 'Messages that will not arrive; each says why in Message.failure.' })
  async failed(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).failed;
  }

  @ResolveField(() => Int, { description: 'Messages of which nobody knows whether Meta has accepted them.' })
  async unconfirmed(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).unconfirmed;
  }

  @ResolveField(() => Int, { description: 'Messages that were taken back before they were sent.' })
  async cancelled(@Parent() { id }: BroadcastEntity, @RequestLoaders() loaders: Loaders): Promise<number> {
    return (await this.counts(id, loaders)).cancelled;
  }

  private counts(id: string, loaders: Loaders): Promise<BroadcastCounts> {
    return loaders.load(this.broadcasts.counts, id);
  }

  private async heldBy(
    { status, accountId, businessPhoneNumberId }: BroadcastEntity,
    loaders: Loaders,
  ): Promise<{ reason: string | null; cause: PauseCause | null } | null> {
    if (status !== 'RUNNING') return null;
    const [account, number] = await Promise.all([
      loaders.loadExisting(this.accounts.byIds, accountId),
      loaders.loadExisting(this.numbers.byIds, businessPhoneNumberId),
    ]);
    if (account.status === 'TOKEN_INVALID') return { reason: TOKEN_REFUSED, cause: pauseCauseOf('TOKEN_REFUSED') };
    const held = account.sendingPauseReason === null ? number : account;
    return { reason: held.sendingPauseReason, cause: sendingPauseCauseOf(held) };
  }
}

function payloadOf(broadcast: BroadcastEntity): BroadcastPayload {
  return { broadcast, errors: [] };
}
