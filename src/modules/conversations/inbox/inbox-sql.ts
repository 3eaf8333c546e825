import type { InboxGroup, Residual } from '../domain/inbox/inbox-groups.js';
import { SqlParameters } from './sql-parameters.js';

/** A business phone number with its account: where conversations are looked for. */
export interface InboxPlace {
  accountId: string;
  numberId: string;
}

/** What the statements of the inbox are made of. */
export interface InboxSearch {
  groups: readonly InboxGroup[];
  places: readonly InboxPlace[];
  viewerId: string;
  /** A window is open for whoever wrote after this. */
  windowBegin: Date;
  /** Whose conversations are wanted, few enough to find them by that; null: everybody's. */
  contactIds: readonly string[] | null;
  /** Conversations with any of these labels; null: whatever labels they have. */
  labelIds: readonly string[] | null;
}

export type InboxSort = 'last_activity_at' | 'created_at' | 'waiting_since';

export interface InboxOrder {
  sort: InboxSort;
  direction: 'ASC' | 'DESC';
  /** The last row that was seen. */
  after: readonly [sort: Date, id: string] | null;
}

/** Whose rows of labels are those of the conversations themselves. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** With so few places in an index, all are read to the end of the page; of more, only those that begin before it ends. */
const MAX_PLACES_READ = 8;

/** SQL: `id` and `sort` of the first `limit` conversations, in order. The limit stands in the text: plans depend on it. */
export function pageSql(search: InboxSearch, order: InboxOrder, limit: number, parameters: SqlParameters): string {
  const hasIndexOfAll = order.sort === 'last_activity_at';
  const parts = search.groups.map(
    (group) => `(${new GroupSql(group, search, parameters, hasIndexOfAll).page(order, limit)})`,
  );
  // A conversation is found by each of its labels.
  const columns = (search.labelIds?.length ?? 0) > 1 ? 'DISTINCT id, sort' : 'id, sort';
  return `SELECT ${columns} FROM (${parts.join(' UNION ALL ')}) AS found ORDER BY ${orderBy(order.direction)} LIMIT ${limit}`;
}

/** SQL: how many conversations there are, counted up to `limit`. */
export function countSql(search: InboxSearch, limit: number, parameters: SqlParameters): string {
  if (search.groups.length === 0 || search.places.length === 0) return 'SELECT 0';
  const parts = search.groups.map((group) => `(${new GroupSql(group, search, parameters, true).all(limit)})`);
  return `SELECT count(*)::int FROM (SELECT FROM (${parts.join(' UNION ALL ')}) AS found LIMIT ${limit}) AS counted`;
}

/** SQL: `label_id` and `count`, up to `limit`, of each label that any conversation has. */
export function labelCountsSql(search: InboxSearch, limit: number, parameters: SqlParameters): string {
  return countsBy('label_id', search, limit, parameters);
}

/** SQL: `number_id` and `count`, up to `limit`, of each number that has any. The same text however many numbers there are. */
export function numberCountsSql(search: InboxSearch, limit: number, parameters: SqlParameters): string {
  return countsBy('number_id', search, limit, parameters);
}

function countsBy(
  column: 'label_id' | 'number_id',
  search: InboxSearch,
  limit: number,
  parameters: SqlParameters,
): string {
  const parts = search.groups.map((group) => new GroupSql(group, search, parameters, false).keysOf(column, limit));
  return `SELECT ${column}, least(count(*), ${limit})::int AS count FROM (${parts.join(' UNION ALL ')}) AS found GROUP BY ${column}`;
}

function orderBy(direction: 'ASC' | 'DESC', alias = ''): string {
  return `${alias}sort ${direction}, ${alias}id ${direction}`;
}

/** One group: an entry is a conversation, or a row of the inbox. */
class GroupSql {
  /** `entry`, in the order of an index; `few`, where they are put in order. */
  private readonly entry: string;
  private readonly id: string;
  private readonly table: 'conversations' | 'inbox_rows' | 'label_rows';
  /** Whether the label is in the index; few rows that something else has found are asked for theirs. */
  private readonly isByLabel: boolean;
  /** Null: all, from the index that has them whatever their state. */
  private readonly states: readonly number[] | null;

  constructor(
    private readonly group: InboxGroup,
    private readonly search: InboxSearch,
    private readonly parameters: SqlParameters,
    hasIndexOfAll: boolean,
  ) {
    this.isByLabel = search.labelIds !== null && !this.isFlat();
    this.states = group.isAll && hasIndexOfAll && !this.isByLabel ? null : group.states;
    this.entry = this.isFlat() ? 'few' : 'entry';
    this.table = this.isByLabel ? 'label_rows' : group.personId === null ? 'conversations' : 'inbox_rows';
    this.id = this.table === 'conversations' ? `${this.entry}.id` : `${this.entry}.conversation_id`;
  }

  page(order: InboxOrder, limit: number): string {
    if (this.isFlat())
      return `${this.select(order, this.flatConditions())} ORDER BY ${orderBy(order.direction)} LIMIT ${limit}`;
    const first = (count: number): string =>
      `${this.select(order, this.keyConditions())} ORDER BY ${orderBy(order.direction)} LIMIT ${count}`;
    const from =
      this.keyCount() <= MAX_PLACES_READ
        ? `${this.keys()} AS key`
        : `(SELECT key.* FROM ${this.keys()} AS key CROSS JOIN LATERAL (${first(1)}) AS head
            ORDER BY ${orderBy(order.direction, 'head.')} LIMIT ${limit * this.labelCount()}) AS key`;
    return `SELECT entries.id, entries.sort FROM ${from} CROSS JOIN LATERAL (${first(limit)}) AS entries`;
  }

  all(limit: number): string {
    if (this.isFlat())
      return `SELECT FROM ${this.table} AS ${this.entry} WHERE ${this.flatConditions()} LIMIT ${limit}`;
    return `SELECT FROM ${this.keys()} AS key CROSS JOIN LATERAL (
      SELECT FROM ${this.table} AS ${this.entry} WHERE ${this.keyConditions()} LIMIT ${limit}) AS entries`;
  }

  /** Label or number of each conversation, up to `limit` of a key. */
  keysOf(column: 'label_id' | 'number_id', limit: number): string {
    return `SELECT key.${column} FROM ${this.keys()} AS key CROSS JOIN LATERAL (
      SELECT FROM ${this.table} AS ${this.entry} WHERE ${this.keyConditions()} LIMIT ${limit}) AS entries`;
  }

  /** Few rows are found by something else than the order of the list, and put in order. */
  private isFlat(): boolean {
    return this.group.residuals.includes('HAS_CLOSED') || this.search.contactIds !== null;
  }

  private keyCount(): number {
    return this.search.places.length * (this.states?.length ?? 1) * this.labelCount();
  }

  private labelCount(): number {
    return this.isByLabel ? (this.search.labelIds?.length ?? 1) : 1;
  }

  /** Each number, with each state and label. */
  private keys(): string {
    const { places } = this.search;
    const accountIds = this.parameters.add(this.columnOf(places, 'accountId'), 'uuid[]');
    const numberIds = this.parameters.add(this.columnOf(places, 'numberId'), 'uuid[]');
    const place = `unnest(${accountIds}, ${numberIds}) AS place (account_id, number_id)`;
    const { states } = this;
    if (states === null) return `(SELECT account_id, number_id FROM ${place})`;
    const state = `unnest(${this.parameters.add(states, 'smallint[]')}) AS state (value)`;
    if (!this.isByLabel)
      return `(SELECT account_id, number_id, state.value AS state FROM ${place} CROSS JOIN ${state})`;
    const label = `unnest(${this.labelIds()}) AS label (id)`;
    return `(SELECT number_id, state.value AS state, label.id AS label_id FROM ${place} CROSS JOIN ${state} CROSS JOIN ${label})`;
  }

  /** The same array whenever it is asked for, so that it is one parameter. */
  private columnOf(places: readonly InboxPlace[], name: keyof InboxPlace): string[] {
    const known = COLUMNS.get(places) ?? {
      accountId: places.map(({ accountId }) => accountId),
      numberId: places.map(({ numberId }) => numberId),
    };
    COLUMNS.set(places, known);
    return known[name];
  }

  private select({ sort, direction, after }: InboxOrder, conditions: string): string {
    const column = `${this.entry}.${this.table !== 'conversations' && sort === 'created_at' ? 'conversation_created_at' : sort}`;
    const isPresent = sort === 'waiting_since' ? ` AND ${this.entry}.waiting_since IS NOT NULL` : '';
    const comparison = direction === 'ASC' ? '>' : '<';
    const bound =
      after === null
        ? ''
        : ` AND (${column}, ${this.id}) ${comparison} (${this.parameters.add(after[0], 'timestamptz')}, ${this.parameters.add(after[1], 'uuid')})`;
    return `SELECT ${this.id} AS id, ${column} AS sort FROM ${this.table} AS ${this.entry} WHERE ${conditions}${isPresent}${bound}`;
  }

  private keyConditions(): string {
    const {
      states,
      group: { personId },
    } = this;
    const number = `${this.entry}.business_phone_number_id = key.number_id`;
    if (this.isByLabel) {
      const label = [
        `${this.entry}.label_id = key.label_id`,
        ...this.person(),
        number,
        `${this.entry}.state = key.state`,
      ];
      return [...label, ...this.residuals(), ...this.contacts()].join(' AND ');
    }
    const all =
      personId === null
        ? `${this.entry}.account_id = key.account_id AND ${this.entry}.merged_into_id IS NULL`
        : `${this.entry}.participates`;
    const state = personId === null ? `${this.entry}.inbox_state = key.state` : `${this.entry}.state = key.state`;
    return [...this.person(), number, states === null ? all : state, ...this.residuals(), ...this.contacts()].join(
      ' AND ',
    );
  }

  private flatConditions(): string {
    const {
      states,
      group: { personId },
    } = this;
    const numberIds = this.parameters.add(this.columnOf(this.search.places, 'numberId'), 'uuid[]');
    const number = `${this.entry}.business_phone_number_id = ANY(${numberIds})`;
    const all = personId === null ? `${this.entry}.merged_into_id IS NULL` : `${this.entry}.participates`;
    const column = personId === null ? `${this.entry}.inbox_state` : `${this.entry}.state`;
    const state = states === null ? all : `${column} = ANY(${this.parameters.add(states, 'smallint[]')})`;
    return [...this.person(), number, state, ...this.labels(), ...this.residuals(), ...this.contacts()].join(' AND ');
  }

  private labelIds(): string {
    return this.parameters.add(this.search.labelIds, 'uuid[]');
  }

  /** Of few rows, which something else has found. */
  private labels(): string[] {
    if (this.search.labelIds === null) return [];
    return [
      `EXISTS (SELECT FROM conversation_labels WHERE conversation_labels.conversation_id = ${this.id} AND label_id = ANY(${this.labelIds()}))`,
    ];
  }

  private person(): string[] {
    const { personId } = this.group;
    if (this.isByLabel) return [`${this.entry}.person_id = ${this.parameters.add(personId ?? NOBODY, 'uuid')}`];
    return personId === null ? [] : [`${this.entry}.user_id = ${this.parameters.add(personId, 'uuid')}`];
  }

  private contacts(): string[] {
    const { contactIds } = this.search;
    if (contactIds === null) return [];
    return [this.ofConversation(`contact_id = ANY(${this.parameters.add(contactIds, 'uuid[]')})`)];
  }

  private residuals(): string[] {
    return this.group.residuals.map((residual) => this.residual(residual));
  }

  private residual(residual: Residual): string {
    const own = (condition: string): string =>
      `EXISTS (SELECT FROM inbox_rows AS own WHERE own.conversation_id = ${this.id}
        AND own.user_id = ${this.parameters.add(this.search.viewerId, 'uuid')}${condition})`;
    const begin = (): string => this.parameters.add(this.search.windowBegin, 'timestamptz');
    switch (residual) {
      case 'NO_ROW':
        return `NOT ${own('')}`;
      case 'PARTICIPATES':
        return own(' AND own.participates');
      case 'PARTICIPATES_NOT':
        return `NOT ${own(' AND own.participates')}`;
      case 'READ':
        return `(${own(' AND NOT own.is_unread')} OR ${this.ofConversation('NOT has_inbound')})`;
      case 'NOT_READ':
        return `NOT ${own(' AND NOT own.is_unread')}`;
      case 'IS_OPEN':
        return this.ofConversation(`last_inbound_at > ${begin()}`);
      case 'HAS_CLOSED': // few: read first, whatever the planner takes them for
        return `${this.id} = ANY(ARRAY(SELECT turned.id FROM conversations AS turned
          WHERE turned.is_window_open AND turned.last_inbound_at <= ${begin()}))`;
    }
  }

  /** A condition on columns of the conversation that `entry` is, or belongs to. */
  private ofConversation(condition: string): string {
    if (this.table === 'conversations') return `(${condition})`;
    return `EXISTS (SELECT FROM conversations WHERE conversations.id = ${this.entry}.conversation_id AND ${condition})`;
  }
}

const COLUMNS = new WeakMap<readonly InboxPlace[], Record<keyof InboxPlace, string[]>>();
