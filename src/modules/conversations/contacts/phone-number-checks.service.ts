import { Injectable } from '@nestjs/common';
import { PHONE_NUMBER_REFUSALS } from '../../../common/phone-numbers/phone-number-problem.js';
import { readPhoneNumber } from '../../../common/phone-numbers/read-phone-number.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { DefaultCountriesService } from '../../accounts/phone-numbers/default-countries.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import type { CheckPhoneNumbersInput, PhoneNumberCheckType } from '../schema/phone-number-check.types.js';
import { ContactsService } from './contacts.service.js';

/** Checks of phone numbers: how each is read, before anything is done with it. */
@Injectable()
export class PhoneNumberChecksService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly defaultCountries: DefaultCountriesService,
    private readonly contacts: ContactsService,
  ) {}

  /** One for each number, in order. @throws DomainError (NOT_FOUND) for an account that the viewer may not see */
  async check(viewer: Viewer, { accountId, phoneNumbers }: CheckPhoneNumbersInput): Promise<PhoneNumberCheckType[]> {
    const account = await this.accounts.require(viewer, accountId, 'accountId');
    const country = await this.defaultCountries.of(account.id);
    const readings = phoneNumbers.map((given) => ({ given, ...readPhoneNumber(given, country) }));
    const contactIds = await this.contacts.idsByNumber(
      account.id,
      readings.map(({ number }) => number),
    );
    return readings.map(({ number, problem, ...reading }, index) => ({
      ...reading,
      valid: number !== null,
      phoneNumber: number,
      problem: problem === null ? null : { code: problem, message: PHONE_NUMBER_REFUSALS[problem].message },
      contactId: contactIds[index] ?? null,
    }));
  }
}
