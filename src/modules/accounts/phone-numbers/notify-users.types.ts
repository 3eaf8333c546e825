import { Field, ObjectType } from '@nestjs/graphql';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { BusinessPhoneNumberType } from '../schema/account.types.js';

@ObjectType({ description: 'Phone number after the call, or the errors that refused it.' })
export class SetNotifyUsersPayload extends Payload {
  @Field(() => BusinessPhoneNumberType, {
    description: 'Phone number as it is now; null where the call was refused.',
    nullable: true,
  })
  phoneNumber: BusinessPhoneNumberType | null;
}
