import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { connectionOf } from '../../../common/graphql/pagination/connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { JsonScalar, PhoneNumberScalar, UrlScalar } from '../../../common/graphql/scalars.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';
import type {
  HeaderType,
  ParameterFormat,
  TemplateButtonType,
  TemplateCategory,
  VariablePlacement,
} from '../../../whatsapp/templates/template-content.js';
import { QualityRatingEnum, AccountType } from '../../accounts/schema/account.types.js';
import type { QualityRating } from '../../accounts/phone-numbers/quality-rating.js';
import { DataFieldTypeEnum } from '../../variables/data-model.types.js';
import type { DataFieldType } from '../../variables/domain/data-model.js';
import type { VariableSource } from '../domain/template.js';
import type { TemplateStatus } from '../domain/template-status.js';
import { SYNC_TRIGGERS, type SyncTrigger } from '../domain/sync-report.js';
import {
  HeaderTypeEnum,
  ParameterFormatEnum,
  TemplateButtonTypeEnum,
  TemplateCategoryEnum,
  TemplateStatusEnum,
  VariablePlacementEnum,
  VariableSourceEnum,
} from './template.enums.js';

@ObjectType()
export class TemplateHeader {
  @Field(() => HeaderTypeEnum) type: HeaderType;
  @Field(() => String, { nullable: true }) text: string | null;
  mediaId: string | null;
}

@ObjectType()
export class SupportedApp {
  @Field() packageName: string;
  @Field() signatureHash: string;
}

@ObjectType()
export class TemplateButton {
  @Field(() => TemplateButtonTypeEnum) type: TemplateButtonType;
  @Field(() => String, { nullable: true }) text: string | null;
  @Field(() => String, { nullable: true }) phoneNumber: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'With its placeholder, where it is DYNAMIC.' }) url:
    string | null;
  @Field(() => String, { nullable: true, description: 'COPY_CODE, ONE_TAP or ZERO_TAP.' }) otpType: string | null;
  @Field(() => String, { nullable: true }) autofillText: string | null;
  @Field(() => [SupportedApp]) supportedApps: SupportedApp[];
  @Field(() => Boolean) zeroTapTermsAccepted: boolean;
  @Field(() => String, { nullable: true }) flowId: string | null;
  @Field(() => String, { nullable: true }) flowAction: string | null;
  @Field(() => String, { nullable: true }) navigateScreen: string | null;
  @Field(() => Int, { nullable: true }) ttlMinutes: number | null;
  @Field(() => JsonScalar, { nullable: true, description: 'As Meta returned it, for kinds that are not modelled.' })
  raw: unknown;
}

@ObjectType({ description: 'A card of a carousel, which is made at Meta.' })
export class TemplateCard {
  @Field(() => HeaderTypeEnum) headerType: HeaderType;
  @Field(() => String, { nullable: true }) body: string | null;
  @Field(() => [TemplateButton]) buttons: TemplateButton[];
}

@ObjectType({ description: 'A limited-time offer, which is made at Meta.' })
export class LimitedTimeOffer {
  @Field() text: string;
  @Field({ description: 'Whether it is sent with offerExpiresAt.' }) hasExpiration: boolean;
}

@ObjectType()
export class AuthenticationOptions {
  @Field() addSecurityRecommendation: boolean;
  @Field(() => Int, { nullable: true }) codeExpirationMinutes: number | null;
}

@ObjectType()
export class TemplateVariable {
  @Field(() => VariablePlacementEnum) placement: VariablePlacement;
  @Field({ description: '"1", "2" …, a parameter name, or latitude, longitude, name, address for LOCATION.' })
  name: string;
  @Field(() => Int, { nullable: true, description: 'From 0.' }) buttonIndex: number | null;
  @Field(() => Int, { nullable: true, description: 'In a carousel, from 0.' }) cardIndex: number | null;
  @Field(() => VariableSourceEnum) source: VariableSource;
  @Field(() => String, {
    nullable: true,
    description: 'For FIELD: a path such as partner.name, checked against appliesTo.',
  })
  fieldPath: string | null;
  @Field() sampleValue: string;
  @Field(() => String, {
    nullable: true,
    description: 'Sent where the value is empty; without one, an empty value refuses the send.',
  })
  fallback: string | null;
  /** Of the template; where labels are looked up. */
  dataModelId?: string | null;
}

@ObjectType()
export class VariableResolution {
  @Field(() => TemplateVariable) variable: TemplateVariable;
  @Field(() => String, { nullable: true, description: 'As it is sent, in the language of the template.' }) value:
    string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'The field as it is stored, before it was formatted.' })
  rawValue: unknown;
  @Field(() => DataFieldTypeEnum, { nullable: true, description: 'By which it was formatted.' })
  type: DataFieldType | null;
  @Field() usedFallback: boolean;
  @Field(() => UserError, { nullable: true, description: 'Why there is no value.' }) error: Problem | null;
}

@ObjectType({ description: 'What a customer would read.' })
export class TemplatePreview {
  @Field(() => String, { nullable: true }) header: string | null;
  @Field() body: string;
  @Field(() => String, { nullable: true }) footer: string | null;
  @Field(() => [String], { description: 'Labels.' }) buttons: string[];
  @Field(() => [String], {
    nullable: 'items',
    description: 'Where each button leads: an address, a number or a code; null where it answers.',
  })
  buttonTargets: (string | null)[];
  @Field(() => UrlScalar, { nullable: true, description: 'A signed link to the file of the header.' }) mediaUrl:
    string | null;
  @Field(() => [VariableResolution]) variables: VariableResolution[];
  @Field(() => PhoneNumberScalar, { nullable: true, description: "By the template's phoneField." }) recipient:
    string | null;
  @Field(() => [UserError], { description: 'Everything that would refuse this sending.' }) errors: Problem[];
}

@ObjectType('Template', { implements: () => [Node] })
export class TemplateType extends Node {
  @Field({ description: "Meta's name: lower case, digits and underscores; derived from displayName unless given." })
  name: string;
  @Field() displayName: string;
  @Field({ description: "WhatsApp's code, such as pt_BR." }) language: string;
  @Field(() => TemplateCategoryEnum, { description: 'Meta may decide on another than was submitted.' })
  category: TemplateCategory;
  @Field(() => String, { nullable: true, description: 'What Meta has announced that the category will be.' })
  pendingCategory: string | null;
  @Field(() => TemplateStatusEnum) status: TemplateStatus;
  @Field(() => String, { nullable: true, description: "Meta's own word for the status." }) remoteStatus: string | null;
  @Field(() => QualityRatingEnum) quality: QualityRating;
  @Field(() => String, { nullable: true, description: "Why Meta rejected it: in words, otherwise Meta's code." })
  rejectionReason: string | null;
  @Field(() => String, { nullable: true, description: 'What Meta recommends.' }) rejectionAdvice: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id; null until first submitted." }) remoteId:
    string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'What Meta has now, in its JSON: what is sent, whatever is written here, with the parts that are not modelled here. Null until first submitted.',
  })
  remoteComponents: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'All else that Meta has on it, in its words: parameter_format, sub_category, message_send_ttl_seconds, library_template_name, cta_url_link_tracking_opted_out, degrees_of_freedom_spec … Null until it was synchronised.',
  })
  remoteSettings: unknown;
  @Field(() => ParameterFormatEnum) parameterFormat: ParameterFormat;
  @Field(() => String, { nullable: true, description: 'The path to a phone number on the data model.' }) phoneField:
    string | null;
  @Field(() => DateTimeScalar) createdAt: Date;
  @Field(() => DateTimeScalar) updatedAt: Date;
  @Field(() => DateTimeScalar, { nullable: true }) submittedAt: Date | null;
}

@ObjectType()
export class TemplateConnection extends connectionOf(TemplateType, 'Template') {
  /** Asked only where somebody wants to know. */
  count: () => Promise<number>;
}

@ObjectType({ description: 'What became of a call; `template` is null when it was refused.' })
export class TemplatePayload extends Payload {
  @Field(() => TemplateType, { nullable: true }) template: TemplateType | null;
}

const SyncTriggerEnum = Object.fromEntries(SYNC_TRIGGERS.map((trigger) => [trigger, trigger]));
registerEnumType(SyncTriggerEnum, { name: 'SyncTrigger' });

@ObjectType({
  description:
    'A local draft and a template at Meta claim one name and language. Rename the draft (updateTemplate) or delete it, then sync again.',
})
export class SyncConflict {
  @Field() remoteId: string;
  @Field() name: string;
  @Field() language: string;
  @Field({ description: 'What to do.' }) message: string;
  templateId: string;
}

@ObjectType({ description: 'What a synchronisation of templates found.' })
export class TemplateSyncReport {
  @Field(() => DateTimeScalar) startedAt: Date;
  @Field(() => DateTimeScalar) finishedAt: Date;
  @Field(() => SyncTriggerEnum) trigger: SyncTrigger;
  @Field(() => Int, { description: 'Pages that Meta gave.' }) pages: number;
  @Field(() => Int) fetched: number;
  @Field(() => Int, { description: 'Made at Meta, and new here.' }) created: number;
  @Field(() => Int) updated: number;
  @Field(() => Int) unchanged: number;
  @Field(() => Int, { description: 'Gone at Meta: DELETED here.' }) removed: number;
  @Field(() => [SyncConflict]) conflicts: SyncConflict[];
  @Field(() => MetaRefusal, { nullable: true, description: 'What ended it before its time.' })
  error: MetaRefusal | null;
}

@ObjectType()
export class SyncTemplatesPayload extends Payload {
  @Field(() => AccountType, { nullable: true }) account: AccountType | null;
  @Field(() => TemplateSyncReport, { nullable: true }) report: TemplateSyncReport | null;
}

@ObjectType({
  description:
    'A ready-made template to start from: quotation, invoice, receipt, event ticket, appointment reminder, one-time code …',
})
export class LibraryTemplate {
  @Field({ description: 'The same in every language.' }) key: string;
  @Field() title: string;
  @Field(() => TemplateCategoryEnum) category: TemplateCategory;
  @Field() language: string;
  @Field(() => String, { nullable: true }) header: string | null;
  @Field() body: string;
  @Field(() => String, { nullable: true }) footer: string | null;
  @Field(() => [TemplateButton]) buttons: TemplateButton[];
  @Field(() => [TemplateVariable]) variables: TemplateVariable[];
  @Field(() => String, { nullable: true, description: 'Key of the data model that its variables are bound to.' })
  modelKey: string | null;
}
