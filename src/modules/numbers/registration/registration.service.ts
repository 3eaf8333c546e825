import { Injectable } from '@nestjs/common';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import { RegistrationApi } from '../../../whatsapp/numbers/registration-api.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import type { BusinessPhoneNumberType } from '../../accounts/schema/account.types.js';
import { detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { NumberAtMetaService } from '../number-at-meta.service.js';
import { PinGuardService } from './pin-guard.service.js';
import type {
  RegisterPhoneNumberInput,
  RequestDisplayNameInput,
  RequestVerificationCodeInput,
  SetTwoStepPinInput,
  VerifyPhoneNumberInput,
} from './registration.types.js';

const DEFAULT_LANGUAGE = 'en_US';

/** Registration of numbers at Meta: verified by a code, registered with a PIN. Codes and PINs are passed on, and kept nowhere. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly api: RegistrationApi,
    private readonly numbers: NumberAtMetaService,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly pins: PinGuardService,
    private readonly wakeUps: WakeUps,
  ) {}

  async refresh(viewer: Viewer, phoneNumberId: string): Promise<BusinessPhoneNumberType> {
    return this.numbers.refresh(viewer, await this.numbers.require(viewer, phoneNumberId));
  }

  async requestCode(viewer: Viewer, input: RequestVerificationCodeInput): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    const language = input.language ?? DEFAULT_LANGUAGE;
    await this.numbers.ask(() => this.api.requestCode(number.channel, input.method, language), 'phoneNumberId');
    return this.numbers.afterChange(viewer, number, {
      action: 'NUMBER_CODE_REQUESTED',
      details: [detail('method', input.method)],
    });
  }

  async verify(viewer: Viewer, input: VerifyPhoneNumberInput): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    try {
      await this.api.verifyCode(number.channel, input.code.replace('-', ''));
    } catch (error) {
      const isOfCode = error instanceof GraphError && error.refusal.code === META_ERRORS.VERIFICATION_CODE_WRONG.code;
      throw asDomainError(error, isOfCode ? 'code' : 'phoneNumberId');
    }
    return this.numbers.afterChange(viewer, number, { action: 'NUMBER_VERIFIED' });
  }

  /** What waited because the number was not registered is tried at once. */
  async register(viewer: Viewer, input: RegisterPhoneNumberInput): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    const region = input.storageRegion ?? null;
    await this.pins.attempt(viewer, number, () => this.api.register(number.channel, input.pin, region));
    await this.phoneNumbers.halfOpen(number.accountId);
    await this.wakeUps.wakeAfterCommit('messages-queued');
    return this.numbers.afterChange(viewer, number, {
      action: 'NUMBER_REGISTERED',
      ...(region === null ? {} : { details: [detail('storageRegion', region)] }),
    });
  }

  async deregister(viewer: Viewer, phoneNumberId: string): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, phoneNumberId);
    await this.numbers.ask(() => this.api.deregister(number.channel), 'phoneNumberId');
    return this.numbers.afterChange(viewer, number, { action: 'NUMBER_DEREGISTERED' });
  }

  async setPin(viewer: Viewer, input: SetTwoStepPinInput): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    await this.numbers.ask(() => this.api.setPin(number.channel, input.pin), 'pin');
    await this.pins.forget(number);
    return this.numbers.afterChange(viewer, number, { action: 'NUMBER_PIN_SET' });
  }

  async requestName(viewer: Viewer, input: RequestDisplayNameInput): Promise<BusinessPhoneNumberType> {
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    await this.numbers.ask(() => this.api.requestName(number.channel, input.displayName), 'displayName');
    return this.numbers.afterChange(viewer, number, {
      action: 'NUMBER_NAME_REQUESTED',
      details: [detail('name', input.displayName)],
    });
  }
}
