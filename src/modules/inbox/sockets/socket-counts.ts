import { Injectable } from '@nestjs/common';
import { Config } from '../../../common/config/config.js';
import { MessageBudget, subscribesOfUser } from '../domain/message-budget.js';

interface UserSockets {
  sockets: number;
  subscribes: MessageBudget;
}

const MAX_REMEMBERED = 1_000;

/** Socket counts of this process: how many each address and each user has open, and what all those of a user may ask. */
@Injectable()
export class SocketCounts {
  private readonly addresses = new Map<string, number>();
  private readonly users = new Map<string, UserSockets>();
  private readonly maxOfAddress: number;
  private readonly maxOfUser: number;

  constructor(config: Config) {
    this.maxOfAddress = config.get('SOCKETS_PER_ADDRESS') || Infinity;
    this.maxOfUser = config.get('SOCKETS_PER_USER') || Infinity;
  }

  /** Counts a socket of an address in, until the returned function is called. Null where there are too many. */
  enterAddress(address: string): (() => void) | null {
    const sockets = this.addresses.get(address) ?? 0;
    if (sockets >= this.maxOfAddress) return null;
    this.addresses.set(address, sockets + 1);
    return once(() => {
      const left = (this.addresses.get(address) ?? 1) - 1;
      if (left > 0) this.addresses.set(address, left);
      else this.addresses.delete(address);
    });
  }

  /** Counts a socket of a user or an API key in, as `enterAddress` does. */
  enterUser(id: string): (() => void) | null {
    const user = this.users.get(id) ?? {
      sockets: 0,
      subscribes: new MessageBudget(
        subscribesOfUser(Number.isFinite(this.maxOfUser) ? this.maxOfUser : 0),
        performance.now(),
      ),
    };
    if (user.sockets >= this.maxOfUser) return null;
    user.sockets += 1;
    this.users.set(id, user);
    if (this.users.size > MAX_REMEMBERED) this.forgetQuietUsers();
    return once(() => (user.sockets -= 1));
  }

  /** Seconds after which a user may subscribe again, over whichever socket; null where it may now, which is counted. */
  secondsUntilSubscribe(id: string): number | null {
    const subscribes = this.users.get(id)?.subscribes;
    if (subscribes === undefined || this.maxOfUser === Infinity || subscribes.take(performance.now())) return null;
    return subscribes.secondsUntilNext();
  }

  /** A budget that is full again needs no remembering; one that is not must not become full by a new socket. */
  private forgetQuietUsers(): void {
    const now = performance.now();
    for (const [id, { sockets, subscribes }] of this.users)
      if (sockets === 0 && subscribes.isFull(now)) this.users.delete(id);
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
