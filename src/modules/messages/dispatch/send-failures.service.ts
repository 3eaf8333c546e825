import { Injectable } from '@nestjs/common';
import { metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { ErrorScope, MetaError } from '../../../whatsapp/errors/meta-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { CircuitBreakerService } from '../../accounts/standing/circuit-breaker.service.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';
import { TokenBucketsService } from './token-buckets.service.js';

/** A refusal of a message, with its row of the catalogue. */
export interface ObservedRefusal {
  /** The broadcast of the message; null where there is none. */
  broadcastId: string | null;
  refusal: Refusal;
  error: MetaError;
}

/** Called before the message is released. Its own transaction; harmless twice, because it is called again after trouble. */
export type RefusalObserver = (observed: ObservedRefusal) => Promise<void>;

/** Send failures: does to the message what the catalogue says about a refusal, and to whatever else its scope concerns. */
@Injectable()
export class SendFailuresService {
  private readonly observers: RefusalObserver[] = [];
  /** Accounts whose circuit is open or half-open: the next success closes it. */
  private readonly openCircuits = new Set<string>();
  /** Numbers that were blocked: the next success forgets how often. */
  private readonly blockedNumbers = new Set<string>();

  constructor(
    private readonly accounts: AccountsService,
    private readonly circuitBreaker: CircuitBreakerService,
    private readonly results: SendResultsService,
    private readonly buckets: TokenBucketsService,
  ) {}

  /** Lets another module hold back what is its own when Meta refuses a message. */
  observeRefusals(observer: RefusalObserver): void {
    this.observers.push(observer);
  }

  /** What holds others back comes first: the message must not be claimed again before that. */
  async handle(job: OutgoingJob, refusal: Refusal): Promise<void> {
    const error = metaErrorOf(refusal.code);
    await this.holdBack(job, refusal, error.scope);
    for (const observe of this.observers) await observe({ broadcastId: job.broadcast_id, refusal, error });
    await this.recordResult(job, refusal, error.scope);
  }

  /** Accounts that send one message as a trial, whichever process has opened their circuit. */
  watchTrials(accountIds: readonly string[]): void {
    for (const id of accountIds) this.openCircuits.add(id);
  }

  /** Meta takes messages of this account and number again: nothing holds them back any more. */
  async recordSuccess(job: OutgoingJob): Promise<void> {
    if (this.openCircuits.delete(job.account_id)) await this.circuitBreaker.close(job.account_id);
    if (this.blockedNumbers.delete(job.business_phone_number_id)) {
      await this.buckets.forgetBlocks(job.business_phone_number_id);
    }
  }

  private async holdBack(job: OutgoingJob, refusal: Refusal, scope: ErrorScope): Promise<void> {
    switch (scope) {
      case 'TOKEN':
        return this.accounts.recordRefusedToken(job.account_id);
      case 'ACCOUNT':
        await this.circuitBreaker.trip(job.account_id, refusal);
        this.openCircuits.add(job.account_id);
        return;
      case 'NUMBER':
        this.blockedNumbers.add(job.business_phone_number_id);
        return this.buckets.block(job.business_phone_number_id);
      case 'RECIPIENT': // the message's own back-off
      case 'TEMPLATE': // whoever sends it to many observes
      case 'MESSAGE':
        return;
      default:
        return scope satisfies never;
    }
  }

  private async recordResult(job: OutgoingJob, refusal: Refusal, scope: ErrorScope): Promise<void> {
    switch (scope) {
      case 'TOKEN': // it goes out when a new token has been saved
      case 'ACCOUNT':
        return this.results.requeue(job);
      case 'TEMPLATE':
        // The broadcast is paused, and nobody is left out because of a pause.
        return job.broadcast_id === null ? this.recordByHandling(job, refusal) : this.results.requeue(job);
      case 'NUMBER':
      case 'RECIPIENT':
      case 'MESSAGE':
        return this.recordByHandling(job, refusal);
      default:
        return scope satisfies never;
    }
  }

  private async recordByHandling(job: OutgoingJob, refusal: Refusal): Promise<void> {
    switch (refusal.handling) {
      case 'RETRY_LATER':
        return this.results.retryLater(job, refusal);
      case 'AMBIGUOUS':
        return this.results.unconfirmed(job);
      case 'FIX_INPUT':
      case 'FIX_ACCOUNT':
      case 'STOP_RECIPIENT':
        return this.results.failed(job, refusal);
      default:
        return refusal.handling satisfies never;
    }
  }
}
