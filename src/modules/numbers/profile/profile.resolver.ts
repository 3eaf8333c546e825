import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { PayloadMutation } from '../../../common/graphql/errors/payload.js';
import type { BusinessProfile } from '../../../whatsapp/numbers/profile-api.js';
import { Allow } from '../../users/authentication/allow.decorator.js';
import { CurrentViewer } from '../../users/authentication/current-viewer.decorator.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { ProfileService } from './profile.service.js';
import { BusinessProfilePayload, BusinessProfileType, UpdateBusinessProfileInput } from './profile.types.js';

@Resolver(() => BusinessProfileType)
export class ProfileResolver {
  constructor(private readonly profiles: ProfileService) {}

  @Query(() => BusinessProfileType, {
    nullable: true,
    description:
      'Business profile of a number, which Meta is asked for. Where Meta does not answer it is null, with the reason in the errors of the answer. Administrators only.',
  })
  @Allow('WRITE_ACCOUNTS')
  async businessProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('phoneNumberId', {
      type: () => ID,
      description: "UUID of the BusinessPhoneNumber (ours, not Meta's), else NOT_FOUND.",
    })
    phoneNumberId: string,
  ): Promise<BusinessProfile> {
    return this.profiles.read(viewer, phoneNumberId);
  }

  @PayloadMutation(
    () => BusinessProfilePayload,
    'Changes the business profile of a number at Meta. Giving the same again changes nothing. Administrators only.',
  )
  @Allow('WRITE_ACCOUNTS')
  async updateBusinessProfile(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Number, and what changes.' }) input: UpdateBusinessProfileInput,
  ): Promise<BusinessProfilePayload> {
    return { profile: await this.profiles.update(viewer, input), errors: [] };
  }
}
