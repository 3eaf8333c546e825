import { Injectable } from '@nestjs/common';
import { META_ERRORS, metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import { refusalFrom } from '../../../whatsapp/errors/graph-error.js';
import type { MetaError } from '../../../whatsapp/errors/meta-error.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { HoldBackService } from './hold-back.service.js';
import { RefusalBrakeService, sendingOf, type Verdict } from './refusal-brake.service.js';
import { SendResultsService, type OutgoingJob } from './send-results.service.js';

/** As if Meta had said so: there was no answer, or none that can be understood. */
const NO_ANSWER: Refusal = {
  ...refusalFrom({ code: META_ERRORS.SERVICE_DOWN.code }),
  title: 'No answer',
  message: 'Meta did not answer, or not in a way that can be understood.',
};

/** Send failures: does to the message what the catalogue says about a refusal, and to whatever else its scope concerns. */
@Injectable()
export class SendFailuresService {
  constructor(
    private readonly holdBack: HoldBackService,
    private readonly brake: RefusalBrakeService,
    private readonly results: SendResultsService,
  ) {}

  /** Meta refused. What holds others back comes first: the message must not be claimed again before that. */
  async handle(job: OutgoingJob, refusal: Refusal): Promise<void> {
    const error = metaErrorOf(refusal.code, refusal.subcode);
    await this.holdBack.hold(sendingOf(job), refusal);
    const verdict = await this.brake.count(job, refusal, error);
    await this.recordResult(job, refusal, error, verdict);
  }

  /** Nobody knows what Meta did, or nothing has reached it. Many in a row brake like any other refusal. */
  async handleSilence(job: OutgoingJob, mayHaveArrived: boolean): Promise<void> {
    await this.brake.count(job, NO_ANSWER, META_ERRORS.SERVICE_DOWN);
    return mayHaveArrived ? this.results.unconfirmed(job, null) : this.results.retryLater(job, NO_ANSWER);
  }

  /** Meta takes messages again: nothing holds them back any more. */
  async recordSuccess(job: OutgoingJob): Promise<void> {
    this.brake.recordSuccess(job);
    await this.holdBack.recordSuccess(sendingOf(job));
  }

  private async recordResult(job: OutgoingJob, refusal: Refusal, error: MetaError, verdict: Verdict): Promise<void> {
    switch (error.scope) {
      case 'TOKEN': // it goes out when a new token has been saved
      case 'ACCOUNT':
      case 'NUMBER':
        return this.results.requeue(job, refusal);
      case 'TEMPLATE':
        // The broadcast is paused, and nobody is left out because of a pause.
        return job.broadcast_id === null ? this.recordByHandling(job, refusal) : this.results.requeue(job, refusal);
      case 'RECIPIENT':
        return this.recordByHandling(job, refusal);
      case 'MESSAGE':
        return verdict === 'WAIT' && error.resume.by === 'NEVER'
          ? this.results.retryLast(job, refusal)
          : this.recordByHandling(job, refusal);
      default:
        return error.scope satisfies never;
    }
  }

  private async recordByHandling(job: OutgoingJob, refusal: Refusal): Promise<void> {
    switch (refusal.handling) {
      case 'RETRY_LATER':
        return this.results.retryLater(job, refusal);
      case 'AMBIGUOUS':
        return this.results.unconfirmed(job, refusal);
      case 'FIX_INPUT':
      case 'FIX_ACCOUNT':
      case 'STOP_RECIPIENT':
        return this.results.failed(job, refusal);
      default:
        return refusal.handling satisfies never;
    }
  }
}
