import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { FormerName, Text } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import type {
  HeaderType,
  OtpType,
  TemplateButtonType,
  VariablePlacement,
} from '../../../whatsapp/templates/template-content.js';
import type { VariableSource } from '../domain/template.js';
import {
  HeaderTypeEnum,
  OneTimePasswordTypeEnum,
  TemplateButtonTypeEnum,
  UrlTypeEnum,
  VariablePlacementEnum,
  VariableSourceEnum,
} from './template.enums.js';
import { formerNameOf } from '../../../common/graphql/former-name.js';

@InputType({ description: 'Header of a template, as it is to be.' })
export class TemplateHeaderInput {
  @Field(() => HeaderTypeEnum, { description: 'Kind of header; PRODUCT is refused where Meta has none.' })
  type: HeaderType;
  @Field(() => String, { nullable: true, description: 'Text for TEXT: up to 60 characters, at most one placeholder.' })
  @Text({ max: 1_000, kind: 'LINES', optional: true })
  text?: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'UUID of the sample for IMAGE, VIDEO, GIF and DOCUMENT: what POST /media answered. Absent: the one that Meta has.',
  })
  mediaId?: string | null;
}

@InputType({ description: 'Header file: where the file of a media header is taken from, record by record.' })
export class HeaderFileInput {
  @Field({
    description:
      'Path on the data model to a TEXT or URL with the file: an https address in the public internet, which Meta fetches, or the UUID of an upload (POST /media).',
  })
  @Text({ max: 1_000 })
  fieldPath: string;
  @Field(() => String, {
    nullable: true,
    description: 'Path on the data model to the name under which a document is shown.',
  })
  @Text({ max: 1_000, optional: true })
  fileNamePath?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Name under which a document is shown where no field has one; absent: that of the upload, or the end of the address.',
  })
  @Text({ max: 240, optional: true })
  fileName?: string | null;
}

@InputType({ description: 'App for Android that takes a one-time code by itself.' })
export class SupportedAppInput {
  @Field({ description: 'Package name of the app, such as com.example.app.' }) packageName: string;
  @Field({ description: 'Signature hash of the app: 11 characters.' }) signatureHash: string;
}

@InputType({ description: 'Button of a template, as it is to be.' })
export class TemplateButtonInput {
  @Field(() => TemplateButtonTypeEnum, { description: 'Type of the button; UNKNOWN is refused.' })
  type: TemplateButtonType;
  @Field(() => String, { nullable: true, description: 'Label of up to 25 characters.' }) @TextField('LINES') text?:
    string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Phone number to be called, for CALL_NUMBER, with its country code.',
  })
  @TextField('NAME')
  phoneNumber?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Address for VISIT_WEBSITE. A dynamic one ends with its placeholder: https://shop.example/o/{{1}}',
  })
  @Text({ max: 4_000, optional: true })
  url?: string | null;
  @Field(() => UrlTypeEnum, {
    nullable: true,
    description: 'Kind of the address: taken from the url unless given; then the two must agree.',
  })
  urlType?: 'STATIC' | 'DYNAMIC' | null;
  @Field(() => OneTimePasswordTypeEnum, {
    nullable: true,
    description: 'Way in which a one-time code is taken, for ONE_TIME_PASSWORD.',
  })
  oneTimePasswordType?: OtpType | null;
  @Field(() => String, { nullable: true, ...formerNameOf('oneTimePasswordType') })
  @IsOptional()
  @FormerName('oneTimePasswordType')
  otpType?: string | null;
  @Field(() => String, {
    description: 'Label of the button that fills in a one-time code, for ONE_TAP.',
    nullable: true,
  })
  @TextField('LINES')
  autofillText?: string | null;
  @Field(() => [SupportedAppInput], {
    description: 'Apps that take the code by themselves, for ONE_TAP and ZERO_TAP.',
    nullable: true,
  })
  supportedApps?: SupportedAppInput[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: "Whether Meta's terms of ZERO_TAP are accepted; needed for it.",
  })
  zeroTapTermsAccepted?: boolean | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the form, for FLOW." }) flowId?: string | null;
  @Field(() => String, { nullable: true, description: 'Action of a FLOW button: navigate or data_exchange.' })
  flowAction?: string | null;
  @Field(() => String, { nullable: true, description: 'First screen of the form, for FLOW.' })
  navigateScreen?: string | null;
  @Field(() => Int, { nullable: true, description: 'Minutes for which a VOICE_CALL button works: 1,440 to 43,200.' })
  ttlMinutes?: number | null;
}

@InputType({ description: 'Variable of a template: what one placeholder stands for.' })
export class TemplateVariableInput {
  @Field(() => VariablePlacementEnum, { description: 'Part of the template in which the placeholder stands.' })
  placement: VariablePlacement;
  @Field({
    description:
      'Name of the placeholder: "1", "2" …, a parameter name, or latitude, longitude, name, address for LOCATION.',
  })
  name: string;
  @Field(() => Int, { nullable: true, description: 'Place of the button, from 0, for BUTTON.' }) buttonIndex?:
    number | null;
  @Field(() => Int, { nullable: true, description: 'Place of the card in a carousel, from 0.' }) cardIndex?:
    number | null;
  @Field(() => VariableSourceEnum, { description: 'Source of the value.' }) source: VariableSource;
  @Field(() => String, { nullable: true, description: 'Path for FIELD, such as customer.name: see searchFields.' })
  fieldPath?: string | null;
  @Field({ description: "Sample that Meta's reviewers and previews show." }) @TextField('LINES') sampleValue: string;
  @Field(() => String, {
    nullable: true,
    description: 'Text that is sent where the value is empty; absent: an empty value refuses the send.',
  })
  @TextField('LINES')
  fallback?: string | null;
}

@InputType({ description: 'Product that a template shows.' })
export class TemplateProductInput {
  @Field({ description: "Meta's id of the catalogue, which is connected to the account." }) catalogId: string;
  @Field({ description: "Meta's product_retailer_id." }) productRetailerId: string;
}

@InputType({ description: 'Options of an AUTHENTICATION template, whose text Meta writes.' })
export class AuthenticationOptionsInput {
  @Field({ defaultValue: true, description: 'Whether Meta adds its sentence about not sharing the code.' })
  addSecurityRecommendation: boolean;
  @Field(() => Int, {
    nullable: true,
    description: 'Minutes, 1 to 90, after which the code ends: Meta says so in a footer. Null or absent: no footer.',
  })
  codeExpirationMinutes?: number | null;
}
