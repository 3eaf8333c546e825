import { Injectable } from '@nestjs/common';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { ContactsService } from '../../conversations/contacts/contacts.service.js';
import { ApiKeysService } from '../../users/api-keys/api-keys.service.js';
import { UsersService } from '../../users/users.service.js';

/** A user, an API key or a contact: the union MessageAuthor distinguishes them by their fields. */
export interface Author {
  id: string;
}

/** The ids of an author: one of them, or none. */
export interface Authored {
  authorUserId: string | null;
  authorApiKeyId: string | null;
  authorContactId: string | null;
}

/** Authors: who wrote something, a colleague, a program or a customer. */
@Injectable()
export class AuthorsService {
  constructor(
    private readonly contacts: ContactsService,
    private readonly users: UsersService,
    private readonly apiKeys: ApiKeysService,
  ) {}

  async of({ authorUserId, authorApiKeyId, authorContactId }: Authored, loaders: Loaders): Promise<Author | null> {
    if (authorUserId !== null) return loaders.load(this.users.byIds, authorUserId);
    if (authorApiKeyId !== null) return loaders.load(this.apiKeys.byIds, authorApiKeyId);
    return authorContactId === null ? null : loaders.load(this.contacts.byIds, authorContactId);
  }
}
