import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { notFound } from '../../../common/errors/domain-error.js';
import { isId } from '../../../common/ids.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { maySeeAccount } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { InboxQuestion } from '../domain/inbox/inbox-groups.js';
import type { InboxCount, InboxCounts } from '../schema/inbox-counts.types.js';
import { InboxSearchesService } from './inbox-searches.service.js';
import { countSql, labelCountsSql, numberCountsSql, type InboxPlace } from './inbox-sql.js';
import { SqlParameters } from './sql-parameters.js';

const MAX_COUNTED = 10_000;
/** Of each label and number: there may be a hundred. */
const MAX_COUNTED_OF_EACH = 1_000;

const QUESTIONS: Readonly<Record<keyof InboxCounts, InboxQuestion>> = {
  mine: { participating: true, status: ['OPEN'] },
  unassigned: { unassigned: true, status: ['OPEN'] },
  waiting: { waiting: true },
  unread: { unread: true },
  open: { status: ['OPEN'] },
  closed: { status: ['CLOSED'] },
};

/** Counts what a viewer has in the inbox, from indexes and up to 10,000 of each: as quick however many there are. */
@Injectable()
export class InboxCountsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly searches: InboxSearchesService,
  ) {}

  /** For DataLoaders: how many open conversations with a label a viewer may see. */
  readonly ofLabels = async (asked: readonly { viewer: Viewer; labelId: string }[]): Promise<InboxCount[]> => {
    const counts = new Map<Viewer, Map<string, InboxCount>>();
    for (const viewer of new Set(asked.map((one) => one.viewer))) {
      const labelIds = asked.filter((one) => one.viewer === viewer).map(({ labelId }) => labelId);
      counts.set(viewer, await this.byLabel(viewer, labelIds));
    }
    return asked.map(({ viewer, labelId }) => counts.get(viewer)?.get(labelId) ?? { value: 0, isExact: true });
  };

  /** For DataLoaders: how many open conversations of a number a viewer may see. */
  readonly ofNumbers = async (asked: readonly { viewer: Viewer; numberId: string }[]): Promise<InboxCount[]> => {
    const counts = new Map<Viewer, Map<string, InboxCount>>();
    for (const viewer of new Set(asked.map((one) => one.viewer))) counts.set(viewer, await this.byNumber(viewer));
    return asked.map(({ viewer, numberId }) => counts.get(viewer)?.get(numberId) ?? { value: 0, isExact: true });
  };

  /**
   * `accountId` null: of all accounts that the viewer sees; `phoneNumberId` null: of all their numbers.
   * @throws DomainError (NOT_FOUND) when there is no such account or number, or the viewer may not see it
   */
  async of(viewer: Viewer, accountId: string | null, phoneNumberId: string | null = null): Promise<InboxCounts> {
    if (accountId !== null) await this.requireAccount(viewer, accountId.toLowerCase());
    const places = placesOf(phoneNumberId, await this.searches.places(viewer, accountId));
    const parameters = new SqlParameters();
    const counts = Object.entries(QUESTIONS).map(([name, question]) => {
      const search = this.searches.forQuestion(viewer, question, places);
      return `(${countSql(search, MAX_COUNTED + 1, parameters)}) AS ${name}`;
    });
    const [row] = await this.database.query<Record<keyof InboxCounts, number>>(
      `SELECT ${counts.join(', ')}`,
      parameters.values,
    );
    const count = (name: keyof InboxCounts): InboxCount => countOf(row?.[name] ?? 0, MAX_COUNTED);
    return {
      mine: count('mine'),
      unassigned: count('unassigned'),
      waiting: count('waiting'),
      unread: count('unread'),
      open: count('open'),
      closed: count('closed'),
    };
  }

  private async byLabel(viewer: Viewer, labelIds: readonly string[]): Promise<Map<string, InboxCount>> {
    const question = this.searches.forQuestion(viewer, QUESTIONS.open, await this.searches.places(viewer, null));
    const search = { ...question, labelIds };
    if (search.places.length === 0 || search.groups.length === 0) return new Map();
    const parameters = new SqlParameters();
    const rows = await this.database.query<{ label_id: string; count: number }>(
      labelCountsSql(search, MAX_COUNTED_OF_EACH + 1, parameters),
      parameters.values,
    );
    return new Map(rows.map(({ label_id: id, count }) => [id, countOf(count, MAX_COUNTED_OF_EACH)]));
  }

  private async byNumber(viewer: Viewer): Promise<Map<string, InboxCount>> {
    const search = this.searches.forQuestion(viewer, QUESTIONS.open, await this.searches.places(viewer, null));
    if (search.places.length === 0 || search.groups.length === 0) return new Map();
    const parameters = new SqlParameters();
    const rows = await this.database.query<{ number_id: string; count: number }>(
      numberCountsSql(search, MAX_COUNTED_OF_EACH + 1, parameters),
      parameters.values,
    );
    return new Map(rows.map(({ number_id: id, count }) => [id, countOf(count, MAX_COUNTED_OF_EACH)]));
  }

  private async requireAccount(viewer: Viewer, accountId: string): Promise<void> {
    const [account] = isId(accountId) && maySeeAccount(viewer, accountId) ? await this.accounts.byIds([accountId]) : [];
    if (account == null) throw notFound('account', 'accountId');
  }
}

function placesOf(phoneNumberId: string | null, places: readonly InboxPlace[]): readonly InboxPlace[] {
  if (phoneNumberId === null) return places;
  const chosen = places.filter(({ numberId }) => numberId === phoneNumberId.toLowerCase());
  if (chosen.length === 0) throw notFound('phone number', 'phoneNumberId');
  return chosen;
}

function countOf(counted: number, limit: number): InboxCount {
  return { value: Math.min(counted, limit), isExact: counted <= limit };
}
