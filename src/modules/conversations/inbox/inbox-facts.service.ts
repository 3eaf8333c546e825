import { Injectable } from '@nestjs/common';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { InboxRowsService } from './inbox-rows.service.js';

/** What messages say of one conversation. */
export interface InboxFacts {
  conversationId: string;
  hasInbound: boolean;
  waitingSince: Date | null;
}

/** Somebody who has read all that customers wrote in a conversation. */
export interface UpToDateReader {
  conversationId: string;
  userId: string;
}

/** Computes from messages and read markers what the read model should say. The module that owns them registers it. */
export interface InboxFactsSource {
  /** One a conversation, in any order; none for a conversation without messages of customers. */
  factsOf: (conversationIds: readonly string[]) => Promise<InboxFacts[]>;
  readersOf: (conversationIds: readonly string[]) => Promise<UpToDateReader[]>;
}

/** Makes the read model of conversations anew from messages: after two have become one, and where some were erased. */
@Injectable()
export class InboxFactsService {
  private registered: InboxFactsSource | null = null;

  constructor(
    private readonly database: Database,
    private readonly rows: InboxRowsService,
  ) {}

  /** Registered when its provider is made, so that a command has it which starts nothing. */
  register(source: InboxFactsSource): void {
    this.registered = source;
  }

  get source(): InboxFactsSource {
    if (this.registered === null) throw new Error('No module knows what messages say.');
    return this.registered;
  }

  /** In the caller's transaction; the conversations stay locked until it ends. */
  async recompute(conversationIds: readonly string[]): Promise<void> {
    if (conversationIds.length === 0) return;
    await this.database.query('SELECT FROM conversations WHERE id = ANY($1) ORDER BY id FOR UPDATE', [conversationIds]);
    const facts = new Map((await this.source.factsOf(conversationIds)).map((row) => [row.conversationId, row]));
    const fact = rowset(
      'fact',
      { conversation_id: 'uuid', has_inbound: 'boolean', waiting_since: 'timestamptz | null' },
      conversationIds.map((id) => ({
        conversation_id: id,
        has_inbound: facts.get(id)?.hasInbound ?? false,
        waiting_since: facts.get(id)?.waitingSince ?? null,
      })),
    );
    await this.database.run(
      `UPDATE conversations SET has_inbound = fact.has_inbound, waiting_since = fact.waiting_since
         FROM ${fact.sql} WHERE conversations.id = fact.conversation_id`,
      fact.parameters,
    );
    const readers = await this.source.readersOf(conversationIds);
    await this.rows.rebuild(
      conversationIds,
      rowset(
        'reader',
        { conversation_id: 'uuid', user_id: 'uuid' },
        readers.map(({ conversationId, userId }) => ({ conversation_id: conversationId, user_id: userId })),
      ),
    );
  }
}
