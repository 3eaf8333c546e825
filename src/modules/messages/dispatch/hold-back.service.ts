import { Injectable } from '@nestjs/common';
import { metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { MetaError } from '../../../whatsapp/errors/meta-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { UnusableCredentialsService } from '../../accounts/standing/unusable-credentials.service.js';
import { CircuitBreakerService } from '../../accounts/standing/circuit-breaker.service.js';
import { TokenBucketsService } from './pace/token-buckets.service.js';

/** Where a refused message came from (our ids). */
export interface RefusedSending {
  accountId: string;
  numberId: string;
  /** Null where the message is of no broadcast. */
  broadcastId: string | null;
}

/** A refusal of a message, with its row of the catalogue. */
export interface ObservedRefusal extends RefusedSending {
  refusal: Refusal;
  error: MetaError;
  /** By Meta's clock, where a webhook told of it; null: Meta has just answered so. */
  toldAt: Date | null;
  /** So many messages in a row met this refusal, whatever its scope; null: the scope alone decides. */
  inARow: number | null;
}

/** Another module that holds back what is its own. Each is called in its own transaction or the caller's, and is harmless twice. */
export interface SendingObserver {
  /** Before the message is released. */
  refused(observed: ObservedRefusal): Promise<void>;
  /** Meta has accepted a message of a broadcast that was on trial. */
  accepted(broadcastId: string): Promise<void>;
}

/** A second of trouble of Meta's own is not worth a pause of minutes. */
const FIRST_BRAKE_MS = 15_000;

/**
 * Holds back whatever a refusal concerns beyond its message, by the scope in the catalogue, whoever told of it: the answer
 * to a sending, a status, or an error of the account.
 */
@Injectable()
export class HoldBackService {
  private readonly observers: SendingObserver[] = [];
  /** Circuits that are open or half-open, by number: the next success closes them. */
  private readonly openCircuits = new Map<string, string>();
  /** Numbers that were blocked: the next success forgets how often. */
  private readonly blockedNumbers = new Set<string>();
  /** Broadcasts that go on with a trial: the next success ends it. */
  private readonly broadcastsOnTrial = new Set<string>();

  constructor(
    private readonly unusableCredentials: UnusableCredentialsService,
    private readonly circuitBreaker: CircuitBreakerService,
    private readonly buckets: TokenBucketsService,
  ) {}

  /** Observers are registered while modules start (onModuleInit). */
  observe(observer: SendingObserver): void {
    this.observers.push(observer);
  }

  /** Holds back what the refusal concerns. `toldAt` null: Meta has just answered so. */
  async hold(sending: RefusedSending, refusal: Refusal, toldAt: Date | null = null): Promise<void> {
    const error = metaErrorOf(refusal.code, refusal.subcode);
    await this.holdByScope(sending, refusal, error);
    await this.tellObservers({ ...sending, refusal, error, toldAt, inARow: null });
  }

  /** Brakes because so many messages in a row met the same refusal: the broadcast, or the number where there is none. */
  async brake(sending: RefusedSending, refusal: Refusal, inARow: number, toldAt: Date | null = null): Promise<void> {
    const error = metaErrorOf(refusal.code, refusal.subcode);
    if (sending.broadcastId === null) {
      const advice = `${inARow} messages in a row met the same refusal (${refusal.code}). ${refusal.advice}`;
      await this.circuitBreaker.trip(sending, { refusal: { ...refusal, advice }, firstOpenMs: FIRST_BRAKE_MS });
      this.openCircuits.set(sending.numberId, sending.accountId);
    }
    await this.tellObservers({ ...sending, refusal, error, toldAt, inARow });
  }

  /** Numbers and broadcasts that send one message as a trial, whichever process holds them back. */
  watchTrials(numbers: readonly { id: string; accountId: string }[], broadcastIds: readonly string[]): void {
    for (const { id, accountId } of numbers) this.openCircuits.set(id, accountId);
    for (const id of broadcastIds) this.broadcastsOnTrial.add(id);
  }

  isOnTrial(broadcastId: string): boolean {
    return this.broadcastsOnTrial.has(broadcastId);
  }

  /** Meta takes messages of this account, number and broadcast again: nothing holds them back any more. */
  async recordSuccess({ accountId, numberId, broadcastId }: RefusedSending): Promise<void> {
    if (this.openCircuits.delete(numberId)) await this.circuitBreaker.close({ accountId, numberId });
    if (this.blockedNumbers.delete(numberId)) await this.buckets.forgetBlocks(numberId);
    if (broadcastId !== null && this.broadcastsOnTrial.delete(broadcastId)) {
      for (const observer of this.observers) await observer.accepted(broadcastId);
    }
  }

  private async holdByScope(sending: RefusedSending, refusal: Refusal, { scope, resume }: MetaError): Promise<void> {
    switch (scope) {
      case 'TOKEN':
        if (!(await this.unusableCredentials.recordRefusedToken(sending.accountId)))
          await this.trip(sending, refusal, null);
        return;
      case 'ACCOUNT':
        return this.trip(sending, refusal, null);
      case 'NUMBER':
        if (resume.by === 'TRIAL') return this.trip(sending, refusal, sending.numberId);
        this.blockedNumbers.add(sending.numberId);
        return this.buckets.block(sending.numberId);
      case 'TEMPLATE': // whoever sends it to many observes
      case 'RECIPIENT': // the message's own back-off, or its end
      case 'MESSAGE':
        return;
      default:
        return scope satisfies never;
    }
  }

  private async trip(sending: RefusedSending, refusal: Refusal, numberId: string | null): Promise<void> {
    await this.circuitBreaker.trip({ accountId: sending.accountId, numberId }, { refusal });
    this.openCircuits.set(sending.numberId, sending.accountId);
  }

  private async tellObservers(observed: ObservedRefusal): Promise<void> {
    for (const observer of this.observers) await observer.refused(observed);
  }
}
