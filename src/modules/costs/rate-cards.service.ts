import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { lockOnceUntilCommit } from '../../common/database/advisory-locks.js';
import { Database } from '../../common/database/database.js';
import { rowset } from '../../common/database/rowset.js';
import { because } from '../../common/errors/because.js';
import { DomainError, notFound } from '../../common/errors/domain-error.js';
import { inOrderOf } from '../../common/graphql/loaders.js';
import { isId, newId } from '../../common/ids.js';
import { isDate } from '../messages/domain/statistics/days.js';
import { AuditService, detail, type AuditedAction } from '../users/audit/audit.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { readRateCard } from './domain/rate-card-csv.js';
import type { Rate, RatesFrom } from './domain/rates.js';
import { RateCardEntity } from './rate-card.entity.js';

/** Rate cards of Meta, as administrators upload them: none comes with Parley, for they change every quarter. */
@Injectable()
export class RateCardsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  /** For DataLoaders: a rate card each, in order. */
  readonly byIds = async (ids: readonly string[]): Promise<(RateCardEntity | null)[]> => {
    const rows = await this.database.rows(RateCardEntity, 'WHERE id = ANY($1)', [ids]);
    return inOrderOf(ids, rows, (card) => card.id);
  };

  /** For DataLoaders: the rates of each card, by market and category. */
  readonly ratesByCardIds = async (ids: readonly string[]): Promise<Rate[][]> => {
    const rows = await this.database.query<Rate & { cardId: string }>(
      `SELECT rate_card_id AS "cardId", market, category, trim_scale(amount)::text AS amount FROM rates
        WHERE rate_card_id = ANY($1) ORDER BY market COLLATE "C", category COLLATE "C"`,
      [ids],
    );
    return ids.map((id) => rows.flatMap(({ cardId, ...rate }) => (cardId === id ? [rate] : [])));
  };

  /** By currency, those that count latest first. */
  async list(): Promise<RateCardEntity[]> {
    return this.database.rows(RateCardEntity, 'ORDER BY currency, effective_from DESC', []);
  }

  /** The rates of all cards in a currency that count on a day or before. */
  async ratesIn(currency: string, until: string): Promise<RatesFrom[]> {
    const cards = (await this.list()).filter((card) => card.currency === currency && card.effectiveFrom <= until);
    const rates = await this.ratesByCardIds(cards.map(({ id }) => id));
    return cards.map(({ effectiveFrom }, index) => ({ effectiveFrom, rates: rates[index] ?? [] }));
  }

  /** Another one for the same currency and day takes its place. @throws DomainError: INVALID_FORMAT for each line that cannot be read */
  async upload(
    viewer: Viewer,
    { csv, effectiveFrom }: { csv: string; effectiveFrom: string },
  ): Promise<RateCardEntity> {
    if (!isDate(effectiveFrom)) {
      throw new DomainError({ code: 'INVALID_FORMAT', ...because('DAY_EXPECTED'), path: ['effectiveFrom'] });
    }
    const card = readRateCard(csv);
    if ('problems' in card) throw new DomainError(...card.problems);
    return this.database.transaction(async () => {
      await this.database.query(`SELECT ${lockOnceUntilCommit('rateCards')}`);
      await this.database.run('DELETE FROM rate_cards WHERE currency = $1 AND effective_from = $2', [
        card.currency,
        effectiveFrom,
      ]);
      const id = newId();
      await this.database.repository(RateCardEntity).insert({
        id,
        currency: card.currency,
        effectiveFrom,
        uploadedByUserId: viewer.kind === 'USER' ? viewer.id : null,
        uploadedAt: this.clock.now(),
      });
      const spec = { market: 'text', category: 'text', amount: 'text' } as const;
      const rates = rowset('rate', spec, card.rates, [id]);
      await this.database.run(
        `INSERT INTO rates (rate_card_id, market, category, amount)
         SELECT $1, rate.market, rate.category, rate.amount::numeric FROM ${rates.sql}`,
        rates.parameters,
      );
      const uploaded = await this.require(id);
      await this.record(viewer, 'RATE_CARD_UPLOADED', uploaded);
      return uploaded;
    });
  }

  /** @throws DomainError (NOT_FOUND) */
  async delete(viewer: Viewer, id: string): Promise<RateCardEntity> {
    return this.database.transaction(async () => {
      const card = await this.require(id);
      await this.database.repository(RateCardEntity).delete(id);
      await this.record(viewer, 'RATE_CARD_DELETED', card);
      return card;
    });
  }

  private async require(id: string): Promise<RateCardEntity> {
    const card = isId(id) ? await this.database.repository(RateCardEntity).findOneBy({ id }) : null;
    if (card === null) throw notFound('rate card', 'rateCardId');
    return card;
  }

  private async record(viewer: Viewer, action: AuditedAction['action'], card: RateCardEntity): Promise<void> {
    const { id, currency, effectiveFrom } = card;
    await this.audit.record(viewer, {
      action,
      subject: { type: 'RATE_CARD', id, name: `${currency} ${effectiveFrom}` },
      details: [detail('currency', currency), detail('effectiveFrom', effectiveFrom)],
    });
  }
}
