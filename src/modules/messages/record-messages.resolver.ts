import { Args, Extensions, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Loaders } from '../../common/graphql/loaders.js';
import { ForwardPageArgs, type Page } from '../../common/graphql/pagination/connection.js';
import { PER_VIEWER } from '../../common/graphql/per-viewer.js';
import { RequestLoaders } from '../../common/graphql/request-loaders.decorator.js';
import { ContactType } from '../conversations/schema/contact.types.js';
import type { Contact } from '../conversations/contacts/contacts.service.js';
import { requireAllowed } from '../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../users/domain/viewer.js';
import { DataRecordType } from '../variables/data-model.types.js';
import { PersonRecordsService } from '../variables/person-records.service.js';
import type { MessageEntity } from './message.entity.js';
import { RecordMessagesService } from './reading/record-messages.service.js';
import { MessageConnection } from './schema/message.types.js';

/** `DataRecord.messages`. */
@Resolver(() => DataRecordType)
export class RecordMessagesResolver {
  constructor(private readonly recordMessages: RecordMessagesService) {}

  @ResolveField(() => MessageConnection, {
    description: 'Messages that were sent for the record, in conversations that the viewer may see, latest first.',
  })
  @Extensions(PER_VIEWER)
  async messages(
    @CurrentViewer() viewer: Viewer,
    @Parent() { id }: DataRecordType,
    @Args() page: ForwardPageArgs,
  ): Promise<Page<MessageEntity>> {
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    return this.recordMessages.ofRecord(viewer, id, page);
  }
}

/** `Contact.records`. */
@Resolver(() => ContactType)
export class ContactRecordsResolver {
  constructor(
    private readonly recordMessages: RecordMessagesService,
    private readonly personRecords: PersonRecordsService,
  ) {}

  @ResolveField(() => [DataRecordType], {
    description:
      'Business records about the customer, up to 25, latest changed first: with their phone number, related to one of these, or named by a message to them.',
  })
  @Extensions(PER_VIEWER)
  async records(
    @CurrentViewer() viewer: Viewer,
    @Parent() contact: Contact,
    @RequestLoaders() loaders: Loaders,
  ): Promise<DataRecordType[]> {
    requireAllowed(viewer, 'READ_RECORDS');
    requireAllowed(viewer, 'READ_CONVERSATIONS');
    const mentionedIds = await loaders.load(this.recordMessages.recordIdsOf, { viewer, contactId: contact.id });
    return this.personRecords.of(viewer, contact.accountId, contact.waId, mentionedIds);
  }
}
