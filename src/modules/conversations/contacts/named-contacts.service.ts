import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { isId } from '../../../common/ids.js';
import { numberVariants } from '../../../common/phone-numbers/number-variants.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import { ContactsService, type Contact } from './contacts.service.js';

const LOOKS_LIKE_NUMBER = /^\+?[\d\s().\-/]{5,}$/;

/** Contacts as whoever runs the server names a person: in any account, each once, whatever was merged into them. */
@Injectable()
export class NamedContactsService {
  constructor(
    private readonly database: Database,
    private readonly contacts: ContactsService,
  ) {}

  /** By our id of the contact, by Meta's user id, or by a phone number with its country code, in whatever spelling. */
  async find(name: string): Promise<Contact[]> {
    const ids = isId(name) ? [name.toLowerCase()] : await this.idsOf(name);
    const contacts = await this.contacts.byIds(ids);
    return [
      ...new Map(contacts.filter((contact) => contact !== null).map((contact) => [contact.id, contact])).values(),
    ];
  }

  private async idsOf(name: string): Promise<string[]> {
    const digits = LOOKS_LIKE_NUMBER.test(name) ? spellingsOf(name) : [];
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM contacts WHERE whatsapp_user_id = $1 OR wa_id = ANY($2) OR phone_number = ANY($3) ORDER BY id`,
      [name, digits, digits.map((number) => `+${number}`)],
    );
    return rows.map(({ id }) => id);
  }
}

/** Every spelling of a number, as digits: as it is read, or as it stands where it is none that is in use. */
function spellingsOf(text: string): string[] {
  const number = readPhoneNumber(text, null).number ?? text;
  return numberVariants(number.replaceAll(/\D/g, '').replace(/^00/, ''));
}
