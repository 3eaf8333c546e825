import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { EventLog } from '../../../common/events/event-log.js';
import { searchText } from '../../../common/search-text.js';
import type { PhoneAppContact } from '../../../whatsapp/webhooks/phone-app-parts.js';
import { occurrenceOf } from '../domain/chat/occurrence.js';
import { UpsertContactsService } from './identities/upsert-contacts.service.js';

const COLUMNS = {
  id: 'uuid',
  name: 'text | null',
  first_name: 'text | null',
  as_of: 'timestamptz',
  search_text: 'text',
} as const;

interface ReportedName {
  id: string;
  name: string | null;
  firstName: string | null;
  asOf: Date;
}

interface NameRow {
  id: string;
  profile_name: string | null;
  username: string | null;
  phone_number: string | null;
}

/** Phone app contacts: the names that customers have in the address book of the company's phone. */
@Injectable()
export class PhoneAppContactsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly contacts: UpsertContactsService,
  ) {}

  /** Applies what the phone reports, in the caller's transaction: of each contact the latest counts, in whatever order it comes. */
  async apply(accountId: string, reports: readonly PhoneAppContact[]): Promise<void> {
    if (reports.length === 0) return;
    const identities = reports.map(({ waId }) => ({
      ...{ waId, userId: null, groupId: null, profileName: null, username: null },
      isTyped: true, // by whoever keeps the address book
    }));
    const ids = await this.contacts.upsert(accountId, identities);
    const now = this.clock.now();
    const latest = new Map<string, ReportedName>();
    for (const [index, { fullName, firstName, occurredAt }] of reports.entries()) {
      const id = ids[index] ?? '';
      const report = { id, name: fullName ?? firstName, firstName, asOf: occurrenceOf(occurredAt, now) };
      const other = latest.get(id);
      if (other === undefined || isLater(report, other)) latest.set(id, report);
    }
    await this.persist(accountId, [...latest.values()]);
  }

  private async persist(accountId: string, reported: readonly ReportedName[]): Promise<void> {
    const ids = reported.map(({ id }) => id);
    const names = await this.database.query<NameRow>(
      'SELECT id, profile_name, username, phone_number FROM contacts WHERE id = ANY($1) ORDER BY id FOR UPDATE',
      [ids],
    );
    const reportOf = new Map(reported.map((report) => [report.id, report]));
    const rows = names.flatMap(({ id, profile_name: profileName, username, phone_number: phoneNumber }) => {
      const report = reportOf.get(id);
      if (report === undefined) return [];
      const { name, firstName, asOf } = report;
      const searched = searchText(profileName, username, phoneNumber, name);
      return [{ id, name, first_name: firstName, as_of: asOf, search_text: searched }];
    });
    const incoming = rowset('incoming', COLUMNS, rows);
    const changed = await this.database.query<{ id: string }>(
      `UPDATE contacts SET phone_app_name = incoming.name, phone_app_first_name = incoming.first_name,
              phone_app_name_as_of = incoming.as_of, search_text = incoming.search_text, updated_at = now()
         FROM ${incoming.sql}
        WHERE contacts.id = incoming.id
          AND (incoming.as_of, coalesce(incoming.name, '') COLLATE "C", coalesce(incoming.first_name, '') COLLATE "C")
            > (coalesce(contacts.phone_app_name_as_of, '-infinity'), coalesce(contacts.phone_app_name, '') COLLATE "C",
               coalesce(contacts.phone_app_first_name, '') COLLATE "C")
       RETURNING contacts.id`,
      incoming.parameters,
    );
    for (const { id } of changed) this.events.append({ accountId, kind: 'CONTACT', entityId: id });
  }
}

/** Meta's times are whole seconds: of two reports of one second the names themselves decide, so that the order does not. */
function isLater(one: ReportedName, other: ReportedName): boolean {
  const [first, second] = [one, other].map(({ asOf, name, firstName }) => [
    asOf.getTime(),
    name ?? '',
    firstName ?? '',
  ]);
  const difference = [0, 1, 2].find((place) => first?.[place] !== second?.[place]);
  return difference !== undefined && (first?.[difference] ?? '') > (second?.[difference] ?? '');
}
