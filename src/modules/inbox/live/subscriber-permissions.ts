import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { AuthenticationService } from '../../users/authentication/authentication.service.js';
import { PermissionsVersion } from '../../users/authentication/permissions-version.js';
import { isAllowed, maySeeAccount } from '../../users/domain/permissions.js';
import { accessIdOf } from '../../users/domain/viewer.js';
import type { Subscriber } from './subscriber.js';

/** Subscriber permissions: as they are now, read again when any have changed since a subscriber was last served. */
@Injectable()
export class SubscriberPermissions {
  private readonly versions = new WeakMap<Subscriber, string>();

  constructor(
    private readonly clock: Clock,
    private readonly authentication: AuthenticationService,
    private readonly permissionsVersion: PermissionsVersion,
  ) {}

  /** Cuts off who may not follow any more. @returns the version that the permissions of the others have */
  async refresh(subscribers: readonly Subscriber[]): Promise<string> {
    const now = this.clock.now();
    for (const subscriber of subscribers) {
      const { expiresAt } = subscriber.viewer;
      if (expiresAt !== null && expiresAt <= now) subscriber.cutOff('NOT_ALLOWED');
    }
    const version = await this.permissionsVersion.current();
    const stale = subscribers.filter((subscriber) => !subscriber.isClosed && this.versions.get(subscriber) !== version);
    if (stale.length > 0) await this.readAgain(stale, version);
    return version;
  }

  private async readAgain(stale: readonly Subscriber[], version: string): Promise<void> {
    const viewers = await this.authentication.refresh([
      ...new Map(stale.map(({ viewer }) => [accessIdOf(viewer), viewer])).values(),
    ]);
    const current = new Map(viewers.map((viewer) => [accessIdOf(viewer), viewer]));
    for (const subscriber of stale) {
      this.versions.set(subscriber, version);
      const viewer = current.get(accessIdOf(subscriber.viewer));
      const mayFollow =
        viewer !== undefined && isAllowed(viewer, 'FOLLOW_EVENTS') && maySeeAccount(viewer, subscriber.accountId);
      if (mayFollow) subscriber.viewer = viewer;
      else subscriber.cutOff('NOT_ALLOWED');
    }
  }
}
