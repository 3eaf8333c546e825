import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { PhoneAppApi, type PhoneAppData } from '../../../whatsapp/phone-app-api.js';
import { asDomainError } from '../../../whatsapp/errors/graph-error.js';
import { AuditService, detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { AccountsService } from '../accounts.service.js';
import { AccountCredentialsService } from '../connection/account-credentials.service.js';
import type { BusinessPhoneNumberEntity } from '../phone-numbers/business-phone-number.entity.js';
import { PhoneNumbersService } from '../phone-numbers/phone-numbers.service.js';
import { HistoryImportsService } from './history-imports.service.js';

/** Phone app synchronization: asks Meta to pass on what the WhatsApp Business app of a number has. */
@Injectable()
export class PhoneAppSyncService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly api: PhoneAppApi,
    private readonly accounts: AccountsService,
    private readonly numbers: PhoneNumbersService,
    private readonly credentials: AccountCredentialsService,
    private readonly imports: HistoryImportsService,
    private readonly audit: AuditService,
  ) {}

  /** @throws DomainError (META_REFUSED, META_UNREACHABLE) when Meta does not do it */
  async request(viewer: Viewer, phoneNumberId: string, data: PhoneAppData): Promise<BusinessPhoneNumberEntity> {
    const number = await this.numbers.require(viewer, phoneNumberId, 'phoneNumberId');
    const account = await this.accounts.require(viewer, number.accountId, 'phoneNumberId');
    const { accessToken } = this.credentials.keysOf(account);
    const requestedAt = this.clock.now();
    try {
      await this.api.requestData(accessToken, number.whatsappPhoneNumberId, data);
    } catch (error) {
      throw asDomainError(error);
    }
    return this.database.transaction(async () => {
      await this.imports.recordRequest(number.id, data === 'CONTACTS', requestedAt);
      await this.audit.record(viewer, {
        action: 'PHONE_APP_DATA_REQUESTED',
        subject: { type: 'ACCOUNT', id: account.id, name: account.name },
        details: [detail('number', number.displayPhoneNumber ?? number.whatsappPhoneNumberId), detail('data', data)],
      });
      await this.accounts.publishChange(account.id);
      return number;
    });
  }
}
