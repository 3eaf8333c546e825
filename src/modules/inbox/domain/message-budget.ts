/** How much may come at once, and how much a second in the long run. */
export interface BudgetSize {
  burst: number;
  perSecond: number;
}

/** What one socket may send: any message, and those that begin a subscription, which are work. */
export const SOCKET_MESSAGES: BudgetSize = { burst: 300, perSecond: 20 };
export const SOCKET_SUBSCRIBES: BudgetSize = { burst: 100, perSecond: 5 };

/** Subscribes of one user over all sockets: as many as one socket, or as all that the user may have need when they reconnect. */
export function subscribesOfUser(sockets: number): BudgetSize {
  const { burst, perSecond } = SOCKET_SUBSCRIBES;
  return { burst: Math.max(burst, 4 * sockets), perSecond: Math.max(perSecond, Math.ceil(sockets / 5)) };
}

/** Budget of messages: a token bucket that is full at first. Times are in milliseconds, of a clock that is never set back. */
export class MessageBudget {
  private left: number;

  constructor(
    private readonly size: BudgetSize,
    private at: number,
  ) {
    this.left = size.burst;
  }

  /** Whether there is budget for one more, which is used up by asking. */
  take(now: number): boolean {
    this.refill(now);
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  isFull(now: number): boolean {
    this.refill(now);
    return this.left >= this.size.burst;
  }

  /** Whole seconds until there is budget for one more. */
  secondsUntilNext(): number {
    return Math.max(1, Math.ceil((1 - this.left) / this.size.perSecond));
  }

  private refill(now: number): void {
    this.left = Math.min(this.size.burst, this.left + ((now - this.at) / 1000) * this.size.perSecond);
    this.at = now;
  }
}
