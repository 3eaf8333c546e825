import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SECOND_MS } from '../../../common/durations.js';
import { BackgroundWork } from '../../../common/jobs/background-work.js';
import { MessageTalliesService } from './message-tallies.service.js';

/** Few changes are waiting then, however many statements there are; nobody waits for them to be folded. */
const POLL_MS = 10 * SECOND_MS;

/** Folds message tallies, so that statistics read few rows. */
@Injectable()
export class FoldMessageTallies implements OnApplicationBootstrap {
  constructor(
    private readonly background: BackgroundWork,
    private readonly tallies: MessageTalliesService,
  ) {}

  onApplicationBootstrap(): void {
    this.background.start({ name: FoldMessageTallies.name, work: () => this.tallies.fold(), pollMs: POLL_MS });
  }
}
