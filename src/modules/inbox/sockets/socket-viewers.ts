import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Config } from '../../../common/config/config.js';
import { WorkLoop } from '../../../common/jobs/work-loop.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import { PermissionsVersion } from '../../users/authentication/permissions-version.js';
import { accessIdOf, type Viewer } from '../../users/domain/viewer.js';
import type { LiveConnection } from './live-connection.js';

const POLL_MS = 1_000;

/**
 * Viewers of the open sockets of this process. A socket is closed when its session or key has ended, whether anything is
 * published to it or not: at once where the wake-up arrives, else within a second.
 */
@Injectable()
export class SocketViewers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SocketViewers.name);
  private readonly viewers = new Map<LiveConnection, Viewer>();
  private loop: WorkLoop | null = null;
  private stopListening = (): void => undefined;
  /** That the viewers were last read at; null while one may be older. */
  private version: string | null = null;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly wakeUps: WakeUps,
    private readonly authentication: AuthenticationService,
    private readonly permissionsVersion: PermissionsVersion,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.servesApi) return;
    const loop = new WorkLoop({ name: SocketViewers.name, work: () => this.closeEnded(), pollMs: POLL_MS });
    this.stopListening = this.wakeUps.listen('permissions-changed', () => loop.wake());
    this.loop = loop;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopListening();
    await this.loop?.stop();
  }

  /** Watches over a connection until it closes. */
  add(connection: LiveConnection, viewer: Viewer): void {
    this.viewers.set(connection, viewer);
    this.version = null;
    connection.whenClosed(() => this.viewers.delete(connection));
  }

  private async closeEnded(): Promise<boolean> {
    if (this.viewers.size === 0) return false;
    const version = await this.permissionsVersion.current();
    const now = this.clock.now();
    const hasExpired = [...this.viewers.values()].some(({ expiresAt }) => expiresAt !== null && expiresAt <= now);
    if (version === this.version && !hasExpired) return false;
    const watched = new Map(this.viewers); // those that come while the viewers are read are looked at next time
    this.version = version;
    const current = await this.current([...watched.values()]);
    let closed = 0;
    for (const [connection, viewer] of watched) {
      const renewed = current.get(accessIdOf(viewer));
      if (renewed !== undefined) this.viewers.set(connection, renewed);
      else {
        this.viewers.delete(connection);
        connection.cut('NOT_ALLOWED');
        closed += 1;
      }
    }
    if (closed > 0) this.logger.debug(`Closed ${closed} sockets whose session or key has ended.`);
    return false;
  }

  private async current(viewers: Viewer[]): Promise<Map<string, Viewer>> {
    const distinct = new Map(viewers.map((viewer) => [accessIdOf(viewer), viewer]));
    const renewed = await this.authentication.refresh([...distinct.values()]);
    return new Map(renewed.map((viewer) => [accessIdOf(viewer), viewer]));
  }
}
