import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ContactType } from '../schema/contact.types.js';
import { CheckPhoneNumbersInput, PhoneNumberCheckType } from '../schema/phone-number-check.types.js';
import { ContactsService, type Contact } from './contacts.service.js';
import { PhoneNumberChecksService } from './phone-number-checks.service.js';

@Resolver(() => PhoneNumberCheckType)
export class PhoneNumberChecksResolver {
  constructor(
    private readonly checks: PhoneNumberChecksService,
    private readonly contacts: ContactsService,
  ) {}

  @Query(() => [PhoneNumberCheckType], {
    description:
      'Phone numbers as they would be read that are given to this account’s templates and broadcasts, one for each, in order: to be asked before a list is used.',
  })
  @Allow('CHECK_PHONE_NUMBERS')
  async checkPhoneNumbers(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Phone numbers, and the account whose default country counts.' })
    input: CheckPhoneNumbersInput,
  ): Promise<PhoneNumberCheckType[]> {
    return this.checks.check(viewer, input);
  }

  @ResolveField(() => ContactType, {
    nullable: true,
    description:
      'Contact of the account who has this number, in whatever spelling Meta knows it; null: none, or the caller may not see it.',
  })
  async contact(
    @CurrentViewer() viewer: Viewer,
    @Parent() { contactId }: PhoneNumberCheckType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<Contact | null> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return contactId === null ? null : loaders.load(this.contacts.byIds, contactId);
  }
}
