import { Field, Int, ObjectType } from '@nestjs/graphql';
import { JsonScalar, UrlScalar } from '../../../common/graphql/scalars.js';
import type {
  HeaderType,
  TemplateButtonType,
  VariablePlacement,
} from '../../../whatsapp/templates/template-content.js';
import type { VariableSource } from '../domain/template.js';
import { HeaderTypeEnum, TemplateButtonTypeEnum, VariablePlacementEnum, VariableSourceEnum } from './template.enums.js';
import { formerNameOf } from '../../../common/graphql/former-name.js';

@ObjectType({ description: 'Header of a template.' })
export class TemplateHeader {
  @Field(() => HeaderTypeEnum, { description: 'Kind of header.' }) type: HeaderType;
  @Field(() => String, { description: 'Text with its placeholder, of TEXT; else null.', nullable: true }) text:
    string | null;
  mediaId: string | null;
}

@ObjectType({ description: 'App for Android that takes a one-time code by itself.' })
export class SupportedApp {
  @Field({ description: 'Package name of the app, such as com.example.app.' }) packageName: string;
  @Field({ description: 'Signature hash of the app: 11 characters.' }) signatureHash: string;
}

@ObjectType({
  description: 'Button of a template. Which fields are set depends on its type; the others are null or empty.',
})
export class TemplateButton {
  @Field(() => TemplateButtonTypeEnum, { description: 'Type of the button.' }) type: TemplateButtonType;
  @Field(() => String, { description: 'Label of the button.', nullable: true }) text: string | null;
  @Field(() => String, { description: 'Phone number that a CALL_NUMBER button calls.', nullable: true }) phoneNumber:
    string | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Address that a VISIT_WEBSITE button opens, with its placeholder where it is DYNAMIC.',
  })
  url: string | null;
  @Field(() => String, { nullable: true, ...formerNameOf('oneTimePasswordType') }) otpType: string | null;
  @Field(() => String, {
    description: 'Label of the button that fills in a one-time code, of ONE_TAP.',
    nullable: true,
  })
  autofillText: string | null;
  @Field(() => [SupportedApp], { description: 'Apps that take a one-time code by themselves.' })
  supportedApps: SupportedApp[];
  @Field(() => Boolean, { description: "Whether Meta's terms of ZERO_TAP were accepted." })
  zeroTapTermsAccepted: boolean;
  @Field(() => String, { description: "Meta's id of the form that a FLOW button opens.", nullable: true }) flowId:
    string | null;
  @Field(() => String, { description: 'Action of a FLOW button: navigate or data_exchange.', nullable: true })
  flowAction: string | null;
  @Field(() => String, { description: 'First screen of the form that a FLOW button opens.', nullable: true })
  navigateScreen: string | null;
  @Field(() => Int, { description: 'Minutes for which a VOICE_CALL button works.', nullable: true }) ttlMinutes:
    number | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Button as Meta returned it, for kinds that are not modelled.',
  })
  raw: unknown;
}

@ObjectType('HeaderFile', {
  description: 'Header file: where the file of a media header is taken from, record by record.',
})
export class HeaderFileType {
  @Field({ description: 'Path on the data model to the address of a file, or to the UUID of an upload.' })
  fieldPath: string;
  @Field(() => String, {
    nullable: true,
    description: 'Path on the data model to the name under which a document is shown; null: none.',
  })
  fileNamePath: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name under which a document is shown where no field has one; null: that of the file.',
  })
  fileName: string | null;
}

@ObjectType({ description: 'Card of a carousel, which is made at Meta.' })
export class TemplateCard {
  @Field(() => HeaderTypeEnum, { description: 'Kind of the file that the card shows.' }) headerType: HeaderType;
  @Field(() => String, { description: 'Text of the card; null without one.', nullable: true }) body: string | null;
  @Field(() => [TemplateButton], { description: 'Buttons of the card, in order.' }) buttons: TemplateButton[];
}

@ObjectType({ description: 'Limited-time offer of a template, which is made at Meta.' })
export class LimitedTimeOffer {
  @Field({ description: 'Text of the offer.' }) text: string;
  @Field({ description: 'Whether the offer is sent with offerExpiresAt.' }) hasExpiration: boolean;
}

@ObjectType({ description: 'Product that a template shows.' })
export class TemplateProduct {
  @Field({ description: "Meta's id of the catalogue." }) catalogId: string;
  @Field({ description: "Meta's product_retailer_id." }) productRetailerId: string;
}

@ObjectType({ description: 'Options of an AUTHENTICATION template, whose text Meta writes.' })
export class AuthenticationOptions {
  @Field({ description: 'Whether Meta adds its sentence about not sharing the code.' })
  addSecurityRecommendation: boolean;
  @Field(() => Int, {
    description: 'Minutes, 1 to 90, after which the code ends: Meta says so in a footer. Null: no footer.',
    nullable: true,
  })
  codeExpirationMinutes: number | null;
}

@ObjectType({ description: 'Variable of a template: what one placeholder stands for.' })
export class TemplateVariable {
  @Field(() => VariablePlacementEnum, { description: 'Part of the template in which the placeholder stands.' })
  placement: VariablePlacement;
  @Field({
    description:
      'Name of the placeholder: "1", "2" …, a parameter name, or latitude, longitude, name, address for LOCATION.',
  })
  name: string;
  @Field(() => Int, { nullable: true, description: 'Place of the button, from 0; null of others.' }) buttonIndex:
    number | null;
  @Field(() => Int, { nullable: true, description: 'Place of the card in a carousel, from 0; null of others.' })
  cardIndex: number | null;
  @Field(() => VariableSourceEnum, { description: 'Source of the value.' }) source: VariableSource;
  @Field(() => String, {
    nullable: true,
    description: 'Path of a FIELD such as partner.name, checked against appliesTo; null of others.',
  })
  fieldPath: string | null;
  @Field({ description: "Sample that Meta's reviewers and previews show." }) sampleValue: string;
  @Field(() => String, {
    nullable: true,
    description: 'Text that is sent where the value is empty; null: an empty value refuses the send.',
  })
  fallback: string | null;
  /** Of the template; where labels are looked up. */
  dataModelId?: string | null;
}
