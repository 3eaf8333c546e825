import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../../common/durations.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { TemplateCountsService } from './template-counts.service.js';

/** At a hundred statements a second, a template has a thousand rows by then: 1 ms to read. */
const POLL_MS = 10 * SECOND_MS;

/** Folds template counts, so that statistics read few rows. */
@Injectable()
export class FoldTemplateCounts implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly counts: TemplateCountsService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({ name: FoldTemplateCounts.name, work: () => this.counts.fold(), pollMs: POLL_MS });
  }
}
