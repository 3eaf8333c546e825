import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { BusinessPhoneNumberType } from '../schema/account.types.js';
import { HistoryImportsService } from './history-imports.service.js';
import { PhoneAppSyncService } from './phone-app-sync.service.js';
import { HistoryImport, RequestPhoneAppDataInput, RequestPhoneAppDataPayload } from './phone-app.types.js';

@Resolver(() => BusinessPhoneNumberType)
export class PhoneAppResolver {
  constructor(
    private readonly imports: HistoryImportsService,
    private readonly sync: PhoneAppSyncService,
  ) {}

  @PayloadMutation(
    () => RequestPhoneAppDataPayload,
    'Asks Meta for what the WhatsApp Business app of the number has: it comes by webhooks. Meta allows it once for each, within 24 hours after the number was connected, and answers META_REFUSED afterwards. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async requestPhoneAppData(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and what is asked for.' }) input: RequestPhoneAppDataInput,
  ): Promise<RequestPhoneAppDataPayload> {
    return { phoneNumber: await this.sync.request(viewer, input.phoneNumberId, input.data), errors: [] };
  }

  @ResolveField(() => HistoryImport, {
    nullable: true,
    description:
      "Import of the history of the number's phone app; null where it was not asked for, and nothing of it came.",
  })
  async historyImport(
    @Parent() number: BusinessPhoneNumberType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<HistoryImport | null> {
    const found = await loaders.load(this.imports.byNumberIds, number.id);
    return found === null ? null : { ...found, chunksRead: found.chunks.length };
  }
}
