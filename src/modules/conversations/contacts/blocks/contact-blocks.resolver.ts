import { Args, Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../../common/graphql/date-time.scalar.js';
import { Payload, PayloadMutation } from '../../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../../common/graphql/request-loaders.decorator.js';
import { AccountsService } from '../../../accounts/accounts.service.js';
import { AccountIdInput } from '../../../accounts/schema/account.inputs.js';
import { AccountType } from '../../../accounts/schema/account.types.js';
import { Allow } from '../../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ContactIdInput } from '../../schema/contact.inputs.js';
import { ContactPayload, ContactType } from '../../schema/contact.types.js';
import { BlockContactsService } from './block-contacts.service.js';
import { ContactBlocksService } from './contact-blocks.service.js';
import { SyncBlocksService } from './sync-blocks.service.js';

@ObjectType({ description: 'Changes that were found in the block lists, or the errors that refused the call.' })
export class SyncBlocksPayload extends Payload {
  @Field(() => AccountType, { description: 'Account as it is now; null where the call was refused.', nullable: true })
  account: AccountType | null;
  @Field(() => Int, { description: 'Contacts who were blocked at Meta, and not here; counted at each number.' })
  blockedCount = 0;
  @Field(() => Int, { description: 'Contacts who were not blocked at Meta any more; counted at each number.' })
  unblockedCount = 0;
}

/** `Contact.blockedAt`, and what changes it. */
@Resolver(() => ContactType)
export class ContactBlocksResolver {
  constructor(
    private readonly blocking: BlockContactsService,
    private readonly blocks: ContactBlocksService,
    private readonly sync: SyncBlocksService,
    private readonly accounts: AccountsService,
  ) {}

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description: 'Time since which the customer is blocked, at any number of the account; null: at none.',
  })
  async blockedAt(@Parent() { id }: ContactType, @RequestLoaders() loaders: Loaders): Promise<Date | null> {
    return loaders.load(this.blocks.blockedAt, id);
  }

  @PayloadMutation(
    () => ContactPayload,
    'Blocks a customer at Meta, at each number that they wrote to within the last 24 hours: what they write comes no more, and nothing can be sent to them.',
  )
  @Allow('WRITE_CONVERSATIONS')
  async blockContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact to be blocked.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.blocking.block(viewer, contactId), errors: [] };
  }

  @PayloadMutation(() => ContactPayload, 'Lets a customer write again, to each number at which they are blocked.')
  @Allow('WRITE_CONVERSATIONS')
  async unblockContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact to be unblocked.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.blocking.unblock(viewer, contactId), errors: [] };
  }

  @PayloadMutation(
    () => SyncBlocksPayload,
    'Reads the block lists of all numbers of an account from Meta now, as happens every hour: who was blocked or unblocked in WhatsApp Manager. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async syncBlocks(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Account whose block lists are read.' }) { accountId }: AccountIdInput,
  ): Promise<SyncBlocksPayload> {
    const changes = await this.sync.syncByHand(viewer, accountId);
    return { account: await this.accounts.require(viewer, accountId, 'accountId'), ...changes, errors: [] };
  }
}
