import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { because } from '../../../common/errors/because.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { UrlScalar } from '../../../common/graphql/scalars.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { VERTICALS, type BusinessProfile, type Vertical } from '../../../whatsapp/numbers/profile-api.js';
import { EMAIL } from '../../users/user.inputs.js';
import { MAX_WEBSITE_LENGTH } from '../domain/profile-changes.js';
import { PhoneNumberIdInput } from '../registration/registration.types.js';

const VERTICAL_NAMES: Readonly<Record<Vertical, string>> = {
  ALCOHOL: 'Alcoholic beverages.',
  APPAREL: 'Clothing and apparel.',
  AUTO: 'Automotive.',
  BEAUTY: 'Beauty, spa and salon.',
  EDU: 'Education.',
  ENTERTAIN: 'Entertainment.',
  EVENT_PLAN: 'Event planning and service.',
  FINANCE: 'Finance and banking.',
  GOVT: 'Public service.',
  GROCERY: 'Food and grocery.',
  HEALTH: 'Medical and health.',
  HOTEL: 'Hotel and lodging.',
  NONPROFIT: 'Non-profit organisation.',
  ONLINE_GAMBLING: 'Online gambling and gaming.',
  OTC_DRUGS: 'Over-the-counter drugs.',
  OTHER: 'Another line of business.',
  PHYSICAL_GAMBLING: 'Gambling and gaming that is not online.',
  PROF_SERVICES: 'Professional services.',
  RESTAURANT: 'Restaurant.',
  RETAIL: 'Shopping and retail.',
  TRAVEL: 'Travel and transportation.',
};
const BusinessVertical = Object.fromEntries(VERTICALS.map((vertical) => [vertical, vertical]));
registerEnumType(BusinessVertical, {
  name: 'BusinessVertical',
  description: 'Line of business, in the words of Meta.',
  valuesMap: Object.fromEntries(VERTICALS.map((vertical) => [vertical, { description: VERTICAL_NAMES[vertical] }])),
});

@ObjectType('BusinessProfile', { description: 'Business profile: what customers see of the company behind a number.' })
export class BusinessProfileType implements BusinessProfile {
  @Field(() => String, { nullable: true, description: 'Line beside the name of the company; null: none.' })
  about: string | null;
  @Field(() => String, { nullable: true, description: 'Postal address, as a text; null: none.' })
  address: string | null;
  @Field(() => String, { nullable: true, description: 'Description of the company; null: none.' })
  description: string | null;
  @Field(() => String, { nullable: true, description: 'E-mail address for customers; null: none.' })
  email: string | null;
  @Field(() => [String], { description: 'Websites of the company, two at most.' })
  websites: string[];
  @Field(() => BusinessVertical, {
    nullable: true,
    description: 'Line of business; null: none was chosen, or Meta names one that is not known here.',
  })
  vertical: Vertical | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Address of the picture at Meta, which ends after some days: ask again. Null: there is no picture.',
  })
  pictureUrl: string | null;
}

@InputType({
  description: 'Phone number, and what changes in its business profile: absent means unchanged, null takes away.',
})
export class UpdateBusinessProfileInput extends PhoneNumberIdInput {
  @Field(() => String, {
    nullable: true,
    description: 'Line beside the name, 1 to 139 characters. It cannot be taken away: REQUIRED where it is null.',
  })
  @Text({ max: 139, kind: 'CONTENT', optional: true })
  about?: string | null;
  @Field(() => String, { nullable: true, description: 'Postal address, up to 256 characters.' })
  @Text({ max: 256, kind: 'CONTENT', optional: true })
  address?: string | null;
  @Field(() => String, { nullable: true, description: 'Description of the company, up to 256 characters.' })
  @Text({ max: 256, kind: 'CONTENT', optional: true })
  description?: string | null;
  @Field(() => String, { nullable: true, description: 'E-mail address, up to 128 characters; else INVALID_FORMAT.' })
  @Text({ max: 128, optional: true })
  @TextLike(EMAIL, because('EMAIL_FORM'))
  email?: string | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'Websites, two at most, each with https:// or http:// and of up to 256 characters: they replace the former ones.',
  })
  @TextField('LINE', MAX_WEBSITE_LENGTH)
  @ListUpTo(2)
  @IsOptional()
  websites?: string[] | null;
  @Field(() => BusinessVertical, {
    nullable: true,
    description: 'Line of business. It cannot be taken away: REQUIRED where it is null.',
  })
  vertical?: Vertical | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'Picture: UUID of a file that was uploaded on the account of the number (POST /media), else NOT_FOUND. A JPEG or PNG, square, of at least 192 pixels (640 are best) and at most 5 MB; another one is refused before Meta is asked. Null changes nothing: Meta takes no picture away.',
  })
  pictureMediaId?: string | null;
}

@ObjectType({ description: 'Business profile after the call, or the errors that refused it.' })
export class BusinessProfilePayload extends Payload {
  @Field(() => BusinessProfileType, {
    nullable: true,
    description:
      'Business profile as Meta has it now; null where the call was refused, or Meta does not say how it is afterwards.',
  })
  profile: BusinessProfile | null;
}
