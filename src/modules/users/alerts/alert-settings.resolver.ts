import { Args, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import { forbidden } from '../authentication/access-errors.js';
import { Allow } from '../authentication/allow.decorator.js';
import { CurrentViewer } from '../authentication/current-viewer.decorator.js';
import type { UserViewer, Viewer } from '../domain/viewer.js';
import { AlertSettingsService } from './alert-settings.service.js';
import {
  AddPushDeviceInput,
  AddPushDevicePayload,
  NotificationSettings,
  NotificationSettingsInput,
  NotificationSettingsPayload,
  PushDeviceIdInput,
  RemovePushDevicePayload,
  TestAlertInput,
  TestAlertPayload,
} from './alert-settings.types.js';
import { PushDevicesService } from './push-devices.service.js';
import { TestAlertService } from './test-alert.service.js';

@Resolver()
export class AlertSettingsResolver {
  constructor(
    private readonly settings: AlertSettingsService,
    private readonly devices: PushDevicesService,
    private readonly tests: TestAlertService,
  ) {}

  @Query(() => NotificationSettings, {
    description:
      'Notification settings of the viewer: how they are alerted of what they have not read. An API key is nobody: FORBIDDEN.',
  })
  @Allow('READ_SELF')
  async notificationSettings(@CurrentViewer() viewer: Viewer): Promise<NotificationSettings> {
    return this.settings.shown(personOf(viewer));
  }

  @PayloadMutation(() => NotificationSettingsPayload, 'Changes how the viewer is alerted of what they have not read.')
  @Allow('READ_SELF')
  async updateNotificationSettings(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Settings that are to change.' }) input: NotificationSettingsInput,
  ): Promise<NotificationSettingsPayload> {
    return { settings: await this.settings.change(personOf(viewer), input), errors: [] };
  }

  @PayloadMutation(
    () => AddPushDevicePayload,
    "Pushes to this browser from now on, until the viewer's session in it ends. Adding it again changes nothing.",
  )
  @Allow('READ_SELF')
  async addPushDevice(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Subscription of the browser.' }) input: AddPushDeviceInput,
  ): Promise<AddPushDevicePayload> {
    return { device: await this.devices.add(personOf(viewer), input), errors: [] };
  }

  @PayloadMutation(() => RemovePushDevicePayload, "Pushes no more to one of the viewer's browsers.")
  @Allow('READ_SELF')
  async removePushDevice(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Device to push to no more.' }) { pushDeviceId }: PushDeviceIdInput,
  ): Promise<RemovePushDevicePayload> {
    await this.devices.remove(personOf(viewer), pushDeviceId);
    return { errors: [] };
  }

  @PayloadMutation(
    () => TestAlertPayload,
    'Alerts the viewer at once, as a test, and says what the push service or the mail server answered. 5 times in 10 minutes.',
  )
  @Allow('READ_SELF')
  async testAlert(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Channel to try.' }) { channel }: TestAlertInput,
  ): Promise<TestAlertPayload> {
    return { problem: await this.tests.send(personOf(viewer), channel), errors: [] };
  }
}

function personOf(viewer: Viewer): UserViewer {
  if (viewer.kind !== 'USER') throw forbidden();
  return viewer;
}
