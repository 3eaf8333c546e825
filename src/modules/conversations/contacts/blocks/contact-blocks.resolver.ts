import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../../common/graphql/date-time.scalar.js';
import { PayloadMutation } from '../../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../../common/graphql/request-loaders.decorator.js';
import { Allow } from '../../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../../users/domain/viewer.js';
import { ContactIdInput } from '../../schema/contact.inputs.js';
import { ContactPayload, ContactType } from '../../schema/contact.types.js';
import { BlockContactsService } from './block-contacts.service.js';

/** `Contact.blockedAt`, and what changes it. */
@Resolver(() => ContactType)
export class ContactBlocksResolver {
  constructor(private readonly blocks: BlockContactsService) {}

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when the customer is blocked, at any number of the account; null: at none.',
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
    @Args('input', { description: 'Who.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.blocks.block(viewer, contactId), errors: [] };
  }

  @PayloadMutation(() => ContactPayload, 'Lets a customer write again, to each number at which they are blocked.')
  @Allow('WRITE_CONVERSATIONS')
  async unblockContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Who.' }) { contactId }: ContactIdInput,
  ): Promise<ContactPayload> {
    return { contact: await this.blocks.unblock(viewer, contactId), errors: [] };
  }
}
