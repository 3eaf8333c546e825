import { Args, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../common/graphql/errors/payload.js';
import type { Viewer } from '../users/domain/viewer.js';
import { Allow } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import { EraseContactService } from './erase-contact.service.js';
import { EraseContactInput, EraseContactPayload } from './privacy.types.js';

@Resolver()
export class PrivacyResolver {
  constructor(private readonly eraseContacts: EraseContactService) {}

  @PayloadMutation(
    () => EraseContactPayload,
    'Erases a person for good: conversations, messages, their files, records with their phone number, raw webhooks. It cannot be undone; if they write again, they are new, and an opt-out is forgotten too. Administrators only.',
  )
  @Allow('ERASE_CONTACTS')
  async eraseContact(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Contact to be erased.' }) { contactId }: EraseContactInput,
  ): Promise<EraseContactPayload> {
    return { report: await this.eraseContacts.erase(viewer, contactId), errors: [] };
  }
}
