import { Args, Extensions, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { PER_VIEWER } from '../../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { AccountType } from '../../accounts/schema/account.types.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { Conversation } from '../conversations.service.js';
import { InboxCountsService } from '../inbox/inbox-counts.service.js';
import { ConversationPayload, ConversationType } from '../schema/conversation.types.js';
import { InboxCount } from '../schema/inbox-counts.types.js';
import { ConversationLabelsInput, CreateLabelInput, LabelIdInput, UpdateLabelInput } from '../schema/label.inputs.js';
import { LabelPayload, LabelType } from '../schema/label.types.js';
import { ConversationLabelsService } from './conversation-labels.service.js';
import { LabelsService } from './labels.service.js';

@Resolver(() => LabelType)
export class LabelsResolver {
  constructor(
    private readonly labelsService: LabelsService,
    private readonly accounts: AccountsService,
    private readonly counts: InboxCountsService,
  ) {}

  @Query(() => [LabelType], { description: 'Labels by name: of one account, or of all that the viewer works with.' })
  @Allow('READ_CONVERSATIONS')
  async labels(
    @CurrentViewer() viewer: Viewer,
    @Args('accountId', {
      type: () => ID,
      nullable: true,
      description: 'UUID of an account; null: of all that the viewer works with.',
    })
    accountId?: string | null,
  ): Promise<LabelType[]> {
    return this.labelsService.list(viewer, accountId ?? null);
  }

  @PayloadMutation(() => LabelPayload, 'Makes a label for the conversations of an account, which has up to 100.')
  @Allow('WRITE_LABELS')
  async createLabel(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account, name and colour of the label.' })
    { accountId, name, color }: CreateLabelInput,
  ): Promise<LabelPayload> {
    return { label: await this.labelsService.create(viewer, accountId, { name, color }), errors: [] };
  }

  @PayloadMutation(() => LabelPayload, 'Calls a label something else, or gives it another colour, wherever it is.')
  @Allow('WRITE_LABELS')
  async updateLabel(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Label, and what changes.' }) { labelId, name, color }: UpdateLabelInput,
  ): Promise<LabelPayload> {
    const details = { name: name ?? undefined, color: color ?? undefined };
    return { label: await this.labelsService.update(viewer, labelId, details), errors: [] };
  }

  @PayloadMutation(() => LabelPayload, 'Deletes a label: no conversation has it any more.')
  @Allow('WRITE_LABELS')
  async deleteLabel(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Label to be deleted.' }) { labelId }: LabelIdInput,
  ): Promise<LabelPayload> {
    return { label: await this.labelsService.delete(viewer, labelId), errors: [] };
  }

  @ResolveField(() => AccountType, { description: 'Account whose conversations may have the label.' })
  async account(@Parent() { accountId }: LabelType, @RequestLoaders() loaders: Loaders): Promise<AccountType> {
    return loaders.loadExisting(this.accounts.byIds, accountId);
  }

  @ResolveField(() => InboxCount, {
    description: 'Open conversations with the label that the viewer may see, counted up to 1,000.',
  })
  @Extensions(PER_VIEWER)
  async openConversations(
    @CurrentViewer() viewer: Viewer,
    @Parent() label: LabelType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<InboxCount> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return loaders.load(this.counts.ofLabels, { viewer, labelId: label.id });
  }
}

/** `Account.labels`. */
@Resolver(() => AccountType)
export class AccountLabelsResolver {
  constructor(private readonly labelsService: LabelsService) {}

  @ResolveField(() => [LabelType], { description: 'Labels of the account, by name; 100 at most.' })
  async labels(
    @CurrentViewer() viewer: Viewer,
    @Parent() account: AccountType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<LabelType[]> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return loaders.load(this.labelsService.ofAccounts, account.id);
  }
}

/** Labels of a conversation, and what gives and takes them. */
@Resolver(() => ConversationType)
export class ConversationLabelsResolver {
  constructor(private readonly conversationLabels: ConversationLabelsService) {}

  @ResolveField(() => [LabelType], { description: 'Labels of the conversation, by name; 20 at most.' })
  async labels(@Parent() conversation: Conversation, @RequestLoaders() loaders: Loaders): Promise<LabelType[]> {
    return loaders.load(this.conversationLabels.ofConversations, conversation.id);
  }

  @PayloadMutation(() => ConversationPayload, 'Gives a conversation these labels and takes all others away.')
  @Allow('WRITE_CONVERSATIONS')
  async setConversationLabels(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and all its labels.' })
    { conversationId, labelIds }: ConversationLabelsInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.conversationLabels.set(viewer, conversationId, labelIds), errors: [] };
  }

  @PayloadMutation(() => ConversationPayload, 'Gives a conversation further labels.')
  @Allow('WRITE_CONVERSATIONS')
  async addConversationLabels(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the labels that it gets.' })
    { conversationId, labelIds }: ConversationLabelsInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.conversationLabels.add(viewer, conversationId, labelIds), errors: [] };
  }

  @PayloadMutation(
    () => ConversationPayload,
    'Takes labels from a conversation; those that it does not have are passed over.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async removeConversationLabels(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Conversation, and the labels that it loses.' })
    { conversationId, labelIds }: ConversationLabelsInput,
  ): Promise<ConversationPayload> {
    return { conversation: await this.conversationLabels.remove(viewer, conversationId, labelIds), errors: [] };
  }
}
