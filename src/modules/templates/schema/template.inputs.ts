import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import { JsonScalar } from '../../../common/graphql/scalars.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import type {
  ParameterFormat,
  TemplateCategory,
  VariablePlacement,
} from '../../../whatsapp/templates/template-content.js';
import { ParameterFormatEnum, TemplateCategoryEnum, VariablePlacementEnum } from './template.enums.js';
import {
  AuthenticationOptionsInput,
  HeaderFileInput,
  TemplateButtonInput,
  TemplateHeaderInput,
  TemplateVariableInput,
} from './template-parts.inputs.js';

@InputType({ description: 'Draft of a template.' })
export class TemplateDraftInput {
  @Field(() => ID, { description: 'UUID of the account that the template is for, else NOT_FOUND.' }) accountId: string;
  @Field({ description: 'Name that colleagues call the template by, up to 512 characters.' })
  @Text({ max: 512, kind: 'NAME' })
  displayName: string;
  @Field(() => String, {
    nullable: true,
    description:
      "Meta's name: lower case, digits and underscores. Derived from displayName unless given; DUPLICATE where the account has it in this language.",
  })
  @Text({ max: 600, optional: true })
  name?: string | null;
  @Field({ description: "WhatsApp's code of the language, such as en_US, pt_BR or de." })
  @Text({ max: 20 })
  language: string;
  @Field(() => TemplateCategoryEnum, { description: 'Category to apply for; UNKNOWN is refused.' })
  category: TemplateCategory;
  @Field(() => ParameterFormatEnum, {
    description: 'Format of the placeholders.',
    nullable: true,
    defaultValue: 'POSITIONAL',
  })
  parameterFormat?: ParameterFormat | null;
  @Field(() => ID, { nullable: true, description: 'UUID of the data model whose records the template is sent for.' })
  appliesTo?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Path on the data model that leads to a PHONE: whom a record's message goes to.",
  })
  phoneField?: string | null;
  @Field(() => HeaderFileInput, {
    nullable: true,
    description:
      'Source of the file in an IMAGE, VIDEO or DOCUMENT header: a field of the record. Absent: the sample is sent, or what the sender gives.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => HeaderFileInput)
  headerFile?: HeaderFileInput | null;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of users who may send the template; empty or absent: everybody who may send.',
  })
  allowedUserIds?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one call may send the template to several people, as a broadcast does; absent: it may.',
  })
  allowMultipleRecipients?: boolean | null;
  @Field(() => TemplateHeaderInput, { description: 'Header of the template; absent: none.', nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateHeaderInput)
  header?: TemplateHeaderInput | null;
  @Field({
    description:
      'Text of up to 1,024 characters, with its placeholders. AUTHENTICATION: leave it empty, Meta writes it; its code is BODY variable 1.',
  })
  @TextField('LINES')
  body: string;
  @Field(() => String, { nullable: true, description: 'Footer text of up to 60 characters.' })
  @TextField('LINES')
  footer?: string | null;
  @Field(() => [TemplateButtonInput], { description: 'Buttons, up to 10, in order.', nullable: true })
  @IsOptional()
  @ListUpTo(50)
  @ValidateNested({ each: true })
  @Type(() => TemplateButtonInput)
  buttons?: TemplateButtonInput[] | null;
  @Field(() => [TemplateVariableInput], { description: 'Variables: what each placeholder stands for.', nullable: true })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => TemplateVariableInput)
  variables?: TemplateVariableInput[] | null;
  @Field(() => AuthenticationOptionsInput, { nullable: true, description: 'Options for AUTHENTICATION.' })
  authentication?: AuthenticationOptionsInput | null;
}

@InputType({ description: 'Library template, and what it is to become here.' })
export class FromLibraryInput {
  @Field(() => ID, { description: 'UUID of the account that the template is for, else NOT_FOUND.' }) accountId: string;
  @Field({ description: 'Key of the library template: see LibraryTemplate.key; NOT_FOUND where there is none.' })
  key: string;
  @Field(() => String, {
    description: "Name that colleagues call the template by; absent: the library's title.",
    nullable: true,
  })
  @Text({ max: 512, kind: 'NAME', optional: true })
  displayName?: string | null;
  @Field(() => String, { nullable: true, description: 'Language that the library has; en unless given.' })
  language?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the data model that its variables are bound to, instead of its own.',
  })
  appliesTo?: string | null;
  @Field(() => String, { description: "Path to a PHONE on the data model; absent: the library's own.", nullable: true })
  phoneField?: string | null;
}

@InputType({
  isOneOf: true,
  description: 'Template to be made: either a draft, or the key of a library template with the account that it is for.',
})
export class CreateTemplateInput {
  @Field(() => TemplateDraftInput, { description: 'Draft, written out.', nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateDraftInput)
  draft?: TemplateDraftInput;
  @Field(() => FromLibraryInput, { description: 'Library template to start from.', nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => FromLibraryInput)
  fromLibrary?: FromLibraryInput;
}

@InputType({ description: 'Template, and what changes: absent means unchanged; lists replace the whole list.' })
export class UpdateTemplateInput {
  @Field(() => ID, { description: 'UUID of a template of an account that the viewer may see, else NOT_FOUND.' })
  id: string;
  @Field(() => String, { description: 'Name that colleagues call the template by.', nullable: true })
  @Text({ max: 512, kind: 'NAME', optional: true })
  displayName?: string | null;
  @Field(() => String, { nullable: true, description: "Meta's name; only until the template was first submitted." })
  @Text({ max: 600, optional: true })
  name?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "WhatsApp's code of the language; only until the template was first submitted.",
  })
  @Text({ max: 20, optional: true })
  language?: string | null;
  @Field(() => TemplateCategoryEnum, { description: 'Category to apply for.', nullable: true })
  category?: TemplateCategory | null;
  @Field(() => ID, { nullable: true, description: 'UUID of the data model; null takes it away.' }) appliesTo?:
    string | null;
  @Field(() => String, { nullable: true, description: 'Path to a PHONE on the data model; null takes it away.' })
  phoneField?: string | null;
  @Field(() => HeaderFileInput, {
    nullable: true,
    description: 'Source of the file in an IMAGE, VIDEO or DOCUMENT header: a field of the record; null takes it away.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => HeaderFileInput)
  headerFile?: HeaderFileInput | null;
  @Field(() => [ID], {
    description: 'UUIDs of users who may send the template; empty: everybody who may send.',
    nullable: true,
  })
  allowedUserIds?: string[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one call may send the template to several people; else TEMPLATE_NOT_PERMITTED.',
  })
  allowMultipleRecipients?: boolean | null;
  @Field(() => TemplateHeaderInput, { nullable: true, description: 'Header of the template; null takes it away.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TemplateHeaderInput)
  header?: TemplateHeaderInput | null;
  @Field(() => [ID], {
    nullable: true,
    description:
      'UUIDs of samples for the cards of a carousel, one for each card, in order: what POST /media answered. Null: those that Meta has. INVALID_INPUT where there are more or fewer.',
  })
  @IsOptional()
  @ListUpTo(10)
  cardMediaIds?: string[] | null;
  @Field(() => String, { description: 'Text with its placeholders, up to 1,024 characters.', nullable: true })
  @TextField('LINES')
  body?: string | null;
  @Field(() => String, { nullable: true, description: 'Footer text of up to 60 characters; null takes it away.' })
  @TextField('LINES')
  footer?: string | null;
  @Field(() => [TemplateButtonInput], { description: 'Buttons, up to 10, in order.', nullable: true })
  @IsOptional()
  @ListUpTo(50)
  @ValidateNested({ each: true })
  @Type(() => TemplateButtonInput)
  buttons?: TemplateButtonInput[] | null;
  @Field(() => [TemplateVariableInput], { description: 'Variables: what each placeholder stands for.', nullable: true })
  @IsOptional()
  @ListUpTo(200)
  @Type(() => TemplateVariableInput)
  variables?: TemplateVariableInput[] | null;
  @Field(() => AuthenticationOptionsInput, { description: 'Options for AUTHENTICATION.', nullable: true })
  authentication?: AuthenticationOptionsInput | null;
}

@InputType({ description: 'Template to be copied, and what is to be different.' })
export class DuplicateTemplateInput {
  @Field(() => ID, { description: 'UUID of a template of an account that the viewer may see, else NOT_FOUND.' })
  templateId: string;
  @Field(() => String, {
    nullable: true,
    description: 'Language code of the copy. Another one keeps the name: one template in two languages.',
  })
  language?: string | null;
  @Field(() => String, {
    description:
      "Name of the copy, as colleagues call it; absent: the original's, with (copy) behind it unless the language is another.",
    nullable: true,
  })
  @Text({ max: 512, kind: 'NAME', optional: true })
  displayName?: string | null;
}

@InputType({ description: 'Template that the call is about.' })
export class TemplateIdInput {
  @Field(() => ID, { description: 'UUID of a template of an account that the viewer may see, else NOT_FOUND.' })
  templateId: string;
}

@InputType({ description: 'Template to be deleted.' })
export class DeleteTemplateInput {
  @Field(() => ID, { description: 'UUID of a template of an account that the viewer may see, else NOT_FOUND.' })
  templateId: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether every language of the name is deleted, not this one alone.',
  })
  allLanguages?: boolean | null;
}

@InputType({ description: 'Value for one placeholder, instead of what it is bound to.' })
export class VariableValueInput {
  @Field(() => VariablePlacementEnum, {
    description: 'Part of the template in which the placeholder stands.',
    nullable: true,
    defaultValue: 'BODY',
  })
  placement?: VariablePlacement | null;
  @Field({ description: 'Name of the placeholder, as in TemplateVariable.name.' }) name: string;
  @Field(() => Int, { description: 'Place of the button, from 0, for BUTTON.', nullable: true }) buttonIndex?:
    number | null;
  @Field(() => Int, { description: 'Place of the card in a carousel, from 0.', nullable: true }) cardIndex?:
    number | null;
  @Field({ description: 'Value to be sent.' }) @TextField('LINES') value: string;
}

@InputType({
  description: 'Record to fill a preview with: a stored one, or one given inline; without either, the samples.',
})
export class PreviewInput {
  @Field(() => ID, { description: 'UUID of a stored record of that model.', nullable: true }) recordId?: string | null;
  @Field(() => String, { description: 'Id of a stored record of that model in your system.', nullable: true })
  recordExternalId?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values by field key of the model that the template applies to.',
  })
  record?: unknown;
  @Field(() => [VariableValueInput], {
    description: 'Values instead of what placeholders are bound to.',
    nullable: true,
  })
  @Type(() => VariableValueInput)
  values?: VariableValueInput[] | null;
}
