import { ReleaseSchedule } from '../../domain/pacing/release-schedule.js';
import type { OutgoingJob } from '../send-results.service.js';

/** Messages a second: of the number, and of the broadcast if that has a rate of its own. */
export interface ReleaseRates {
  ofNumber: number;
  ofBroadcast: number | null;
}

interface Waiting {
  job: OutgoingJob;
  /** False: it has been called back. */
  leave: (may: boolean) => void;
}

interface Line {
  messagesPerSecond: number;
  schedule: ReleaseSchedule;
  /** What people wrote goes before what is sent to many. */
  chats: Waiting[];
  broadcasts: Waiting[];
  timer: NodeJS.Timeout | null;
}

/** Numbers and broadcasts whose schedules are kept while nothing of theirs waits. */
const MAX_LINES = 1_000;

/** Even release: claimed messages of a number, and of a broadcast, leave this process one after the other, not in bursts. */
export class EvenRelease {
  /** By the id of the number or the broadcast. */
  private readonly lines = new Map<string, Line>();

  /** Resolves when the message may leave; false when it has been called back meanwhile. */
  async turn(job: OutgoingJob, { ofNumber, ofBroadcast }: ReleaseRates): Promise<boolean> {
    if (job.broadcast_id !== null && ofBroadcast !== null) {
      if (!(await this.turnIn(job.broadcast_id, job, ofBroadcast))) return false;
    }
    return this.turnIn(job.business_phone_number_id, job, ofNumber);
  }

  /** Calls back what has not left yet: Meta would refuse it for the same reason. */
  callBack(isConcerned: (job: OutgoingJob) => boolean): void {
    for (const line of this.lines.values()) {
      line.chats = remaining(line.chats, isConcerned);
      line.broadcasts = remaining(line.broadcasts, isConcerned);
    }
  }

  private turnIn(id: string, job: OutgoingJob, messagesPerSecond: number): Promise<boolean> {
    return new Promise((leave) => {
      const line = this.lineOf(id, messagesPerSecond);
      (job.broadcast_id === null ? line.chats : line.broadcasts).push({ job, leave });
      if (line.timer !== null) return;
      line.schedule.resume(performance.now());
      this.release(id, line);
    });
  }

  private lineOf(id: string, messagesPerSecond: number): Line {
    let line = this.lines.get(id);
    if (line === undefined) {
      const schedule = new ReleaseSchedule(messagesPerSecond);
      line = { messagesPerSecond, schedule, chats: [], broadcasts: [], timer: null };
      this.lines.set(id, line);
    } else if (line.messagesPerSecond !== messagesPerSecond) {
      line.messagesPerSecond = messagesPerSecond;
      line.schedule = new ReleaseSchedule(messagesPerSecond);
    }
    return line;
  }

  private release(id: string, line: Line): void {
    line.timer = null;
    const now = performance.now();
    while (line.schedule.delayMs(now) === 0) {
      const next = line.chats.shift() ?? line.broadcasts.shift();
      if (next === undefined) break;
      line.schedule.record(now);
      next.leave(true);
    }
    if (line.chats.length + line.broadcasts.length > 0) {
      line.timer = setTimeout(() => this.release(id, line), Math.ceil(line.schedule.delayMs(now)));
    } else if (this.lines.size > MAX_LINES) {
      this.lines.delete(id); // what is set up anew has forgotten at most a second
    }
  }
}

function remaining(waiting: readonly Waiting[], isConcerned: (job: OutgoingJob) => boolean): Waiting[] {
  return waiting.filter(({ job, leave }) => {
    if (!isConcerned(job)) return true;
    leave(false);
    return false;
  });
}
