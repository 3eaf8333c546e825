import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import type {
  HeaderType,
  ParameterFormat,
  TemplateButtonType,
  TemplateCategory,
  VariablePlacement,
} from '../../../whatsapp/templates/template-content.js';
import type { VariableSource } from '../domain/template.js';
import {
  HeaderTypeEnum,
  ParameterFormatEnum,
  TemplateButtonTypeEnum,
  TemplateCategoryEnum,
  UrlTypeEnum,
  VariablePlacementEnum,
  VariableSourceEnum,
} from './template.enums.js';

@InputType()
export class TemplateHeaderInput {
  @Field(() => HeaderTypeEnum) type: HeaderType;
  @Field(() => String, { nullable: true, description: 'For TEXT: up to 60 characters, at most one placeholder.' })
  @Text({ max: 1_000, kind: 'LINES', optional: true })
  text?: string | null;
  @Field(() => ID, { nullable: true, description: 'For IMAGE, VIDEO and DOCUMENT: what POST /media answered.' })
  mediaId?: string | null;
}

@InputType()
export class SupportedAppInput {
  @Field({ description: 'Such as com.example.app.' }) packageName: string;
  @Field({ description: '11 characters.' }) signatureHash: string;
}

@InputType()
export class TemplateButtonInput {
  @Field(() => TemplateButtonTypeEnum) type: TemplateButtonType;
  @Field(() => String, { nullable: true, description: 'Up to 25 characters.' }) @TextField('LINES') text?:
    string | null;
  @Field(() => String, { nullable: true, description: 'For CALL_NUMBER.' })
  @TextField('NAME')
  phoneNumber?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'For VISIT_WEBSITE. A dynamic one ends with its placeholder: https://shop.example/o/{{1}}',
  })
  @Text({ max: 4_000, optional: true })
  url?: string | null;
  @Field(() => UrlTypeEnum, {
    nullable: true,
    description: 'Taken from the url unless given; then the two must agree.',
  })
  urlType?: 'STATIC' | 'DYNAMIC' | null;
  @Field(() => String, { nullable: true, description: 'For ONE_TIME_PASSWORD: COPY_CODE, ONE_TAP or ZERO_TAP.' })
  otpType?: string | null;
  @Field(() => String, { nullable: true }) @TextField('LINES') autofillText?: string | null;
  @Field(() => [SupportedAppInput], { nullable: true }) supportedApps?: SupportedAppInput[] | null;
  @Field(() => Boolean, { nullable: true, description: 'For ZERO_TAP.' }) zeroTapTermsAccepted?: boolean | null;
  @Field(() => String, { nullable: true, description: 'For FLOW.' }) flowId?: string | null;
  @Field(() => String, { nullable: true, description: 'For FLOW: navigate or data_exchange.' })
  flowAction?: string | null;
  @Field(() => String, { nullable: true, description: 'For FLOW: the first screen.' })
  navigateScreen?: string | null;
  @Field(() => Int, { nullable: true, description: 'For VOICE_CALL: 1,440 to 43,200.' })
  ttlMinutes?: number | null;
}

@InputType()
export class TemplateVariableInput {
  @Field(() => VariablePlacementEnum) placement: VariablePlacement;
  @Field({ description: '"1", "2" …, a parameter name, or latitude, longitude, name, address for LOCATION.' })
  name: string;
  @Field(() => Int, { nullable: true, description: 'For BUTTON: which, from 0.' }) buttonIndex?: number | null;
  @Field(() => Int, { nullable: true, description: 'In a carousel: which card, from 0.' }) cardIndex?: number | null;
  @Field(() => VariableSourceEnum) source: VariableSource;
  @Field(() => String, { nullable: true, description: 'For FIELD, such as customer.name: see searchFields.' })
  fieldPath?: string | null;
  @Field({ description: "Shown to Meta's reviewers, and in previews." }) @TextField('LINES') sampleValue: string;
  @Field(() => String, { nullable: true, description: 'Sent where the value is empty.' })
  @TextField('LINES')
  fallback?: string | null;
}

@InputType()
export class AuthenticationOptionsInput {
  @Field({ defaultValue: true, description: 'Whether Meta adds its sentence about not sharing the code.' })
  addSecurityRecommendation: boolean;
  @Field(() => Int, { nullable: true, description: '1 to 90: Meta adds a footer.' })
  codeExpirationMinutes?: number | null;
}

@InputType()
export class TemplateDraftInput {
  @Field(() => ID) accountId: string;
  @Field({ description: 'What people call it.' }) @Text({ max: 512, kind: 'NAME' }) displayName: string;
  @Field(() => String, { nullable: true, description: 'Derived from displayName unless given.' })
  @Text({ max: 600, optional: true })
  name?: string | null;
  @Field({ description: "WhatsApp's code, such as en_US, pt_BR or de." }) @Text({ max: 20 }) language: string;
  @Field(() => TemplateCategoryEnum) category: TemplateCategory;
  @Field(() => ParameterFormatEnum, { nullable: true, defaultValue: 'POSITIONAL' })
  parameterFormat?: ParameterFormat | null;
  @Field(() => ID, { nullable: true, description: 'The data model whose records it is sent for.' })
  appliesTo?: string | null;
  @Field(() => String, { nullable: true, description: 'A path on it that leads to a PHONE.' })
  phoneField?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Who may send it; empty means everybody who may send.' })
  allowedUserIds?: string[] | null;
  @Field(() => TemplateHeaderInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateHeaderInput)
  header?: TemplateHeaderInput | null;
  @Field({
    description: 'Up to 1,024 characters. AUTHENTICATION: leave it empty, Meta writes it; its code is BODY variable 1.',
  })
  @TextField('LINES')
  body: string;
  @Field(() => String, { nullable: true, description: 'Up to 60 characters.' }) @TextField('LINES') footer?:
    string | null;
  @Field(() => [TemplateButtonInput], { nullable: true })
  @IsOptional()
  @ListUpTo(50)
  @ValidateNested({ each: true })
  @Type(() => TemplateButtonInput)
  buttons?: TemplateButtonInput[] | null;
  @Field(() => [TemplateVariableInput], { nullable: true })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => TemplateVariableInput)
  variables?: TemplateVariableInput[] | null;
  @Field(() => AuthenticationOptionsInput, { nullable: true, description: 'For AUTHENTICATION.' })
  authentication?: AuthenticationOptionsInput | null;
}

@InputType()
export class FromLibraryInput {
  @Field(() => ID) accountId: string;
  @Field() key: string;
  @Field(() => String, { nullable: true }) @Text({ max: 512, kind: 'NAME', optional: true }) displayName?:
    string | null;
  @Field(() => String, { nullable: true, description: 'One that the library has; en unless given.' })
  language?: string | null;
  @Field(() => ID, { nullable: true, description: 'The model that its variables are bound to, instead of its own.' })
  appliesTo?: string | null;
  @Field(() => String, { nullable: true }) phoneField?: string | null;
}

@InputType({
  isOneOf: true,
  description: 'Either a draft, or the key of a library template with the account that it is for.',
})
export class CreateTemplateInput {
  @Field(() => TemplateDraftInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateDraftInput)
  draft?: TemplateDraftInput;
  @Field(() => FromLibraryInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => FromLibraryInput)
  fromLibrary?: FromLibraryInput;
}

@InputType({ description: 'Absent means unchanged; lists replace the whole list.' })
export class UpdateTemplateInput {
  @Field(() => ID) id: string;
  @Field(() => String, { nullable: true }) @Text({ max: 512, kind: 'NAME', optional: true }) displayName?:
    string | null;
  @Field(() => String, { nullable: true, description: 'Only until it was first submitted.' })
  @Text({ max: 600, optional: true })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'Only until it was first submitted.' })
  @Text({ max: 20, optional: true })
  language?: string | null;
  @Field(() => TemplateCategoryEnum, { nullable: true }) category?: TemplateCategory | null;
  @Field(() => ID, { nullable: true, description: 'null takes it away.' }) appliesTo?: string | null;
  @Field(() => String, { nullable: true, description: 'null takes it away.' }) phoneField?: string | null;
  @Field(() => [ID], { nullable: true }) allowedUserIds?: string[] | null;
  @Field(() => TemplateHeaderInput, { nullable: true, description: 'null takes it away.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateHeaderInput)
  header?: TemplateHeaderInput | null;
  @Field(() => String, { nullable: true }) @TextField('LINES') body?: string | null;
  @Field(() => String, { nullable: true, description: 'null takes it away.' }) @TextField('LINES') footer?:
    string | null;
  @Field(() => [TemplateButtonInput], { nullable: true })
  @IsOptional()
  @ListUpTo(50)
  @ValidateNested({ each: true })
  @Type(() => TemplateButtonInput)
  buttons?: TemplateButtonInput[] | null;
  @Field(() => [TemplateVariableInput], { nullable: true })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => TemplateVariableInput)
  variables?: TemplateVariableInput[] | null;
  @Field(() => AuthenticationOptionsInput, { nullable: true })
  authentication?: AuthenticationOptionsInput | null;
}

@InputType()
export class DuplicateTemplateInput {
  @Field(() => ID) templateId: string;
  @Field(() => String, { nullable: true, description: 'Another one keeps the name: one template in two languages.' })
  language?: string | null;
  @Field(() => String, { nullable: true }) @Text({ max: 512, kind: 'NAME', optional: true }) displayName?:
    string | null;
}

@InputType()
export class TemplateIdInput {
  @Field(() => ID) templateId: string;
}

@InputType()
export class DeleteTemplateInput {
  @Field(() => ID) templateId: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Deletes every language of the name, not this one alone.',
  })
  allLanguages?: boolean | null;
}

@InputType({ description: 'A value for one placeholder, instead of what it is bound to.' })
export class VariableValueInput {
  @Field(() => VariablePlacementEnum, { nullable: true, defaultValue: 'BODY' })
  placement?: VariablePlacement | null;
  @Field() name: string;
  @Field(() => Int, { nullable: true }) buttonIndex?: number | null;
  @Field(() => Int, { nullable: true }) cardIndex?: number | null;
  @Field() @TextField('LINES') value: string;
}

@InputType({ description: 'A stored record, or one given inline; without either, the samples.' })
export class PreviewInput {
  @Field(() => ID, { nullable: true }) recordId?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'Values by field key of the model that it applies to.' })
  record?: unknown;
  @Field(() => [VariableValueInput], { nullable: true })
  @Type(() => VariableValueInput)
  values?: VariableValueInput[] | null;
}
