import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { Loaders } from '../../../common/graphql/loaders.js';
import { RequestLoaders } from '../../../common/graphql/request-loaders.decorator.js';
import { BusinessPhoneNumberType } from '../../accounts/schema/account.types.js';
import { Allow, requireAllowed } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { PinGuardService } from './pin-guard.service.js';
import { RegistrationService } from './registration.service.js';
import {
  PhoneNumberIdInput,
  PhoneNumberPayload,
  PinRefusals,
  RegisterPhoneNumberInput,
  RequestDisplayNameInput,
  RequestVerificationCodeInput,
  SetTwoStepPinInput,
  VerifyPhoneNumberInput,
} from './registration.types.js';

@Resolver(() => BusinessPhoneNumberType)
export class RegistrationResolver {
  constructor(
    private readonly registration: RegistrationService,
    private readonly pins: PinGuardService,
  ) {}

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Reads from Meta how the number stands: verification, PIN, display name, quality, limits. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async refreshPhoneNumber(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number that is read.' }) input: PhoneNumberIdInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.refresh(viewer, input.phoneNumberId), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Asks Meta to tell the number a verification code, with which verifyPhoneNumber proves that it is ours. META_REFUSED (136024) where it is verified already, or was told too many. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async requestVerificationCode(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and how it is told.' }) input: RequestVerificationCodeInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.requestCode(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Verifies the number with the code that Meta has told it; META_REFUSED (136025) with a wrong one. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async verifyPhoneNumber(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and its code.' }) input: VerifyPhoneNumberInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.verify(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Registers the number for the Cloud API, so that it can send; also to make an approved display name the one that customers see. META_REFUSED (133005) with a wrong PIN, RATE_LIMITED while Meta takes none after too many. Meta takes ten in 72 hours. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async registerPhoneNumber(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and its PIN.' }) input: RegisterPhoneNumberInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.register(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Deregisters the number from the Cloud API: it sends and receives nothing until it is registered again. Its conversations stay. Meta takes ten in 72 hours. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async deregisterPhoneNumber(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number that is deregistered.' }) input: PhoneNumberIdInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.deregister(viewer, input.phoneNumberId), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Sets the two-step PIN of the number, or replaces it. Only WhatsApp Manager can take it away. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async setTwoStepPin(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and its new PIN.' }) input: SetTwoStepPinInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.setPin(viewer, input), errors: [] };
  }

  @PayloadMutation(
    () => PhoneNumberPayload,
    'Asks Meta for another display name, which it reviews: see requestedNameStatus. Once it is approved, registerPhoneNumber makes customers see it. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async requestDisplayName(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and the name.' }) input: RequestDisplayNameInput,
  ): Promise<PhoneNumberPayload> {
    return { phoneNumber: await this.registration.requestName(viewer, input), errors: [] };
  }

  @ResolveField(() => PinRefusals, {
    nullable: true,
    description:
      'Refusals of the two-step PIN since the last right one; null: none. Administrators only; FORBIDDEN for others.',
  })
  async pinRefusals(
    @CurrentViewer() viewer: Viewer,
    @Parent() number: BusinessPhoneNumberType,
    @RequestLoaders() loaders: Loaders,
  ): Promise<PinRefusals | null> {
    requireAllowed(viewer, 'WRITE_ACCOUNTS');
    return loaders.load(this.pins.byNumberIds, number.id);
  }
}
