import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import type { Problem } from '../../../common/errors/domain-error.js';
import { countedConnectionOf } from '../../../common/graphql/pagination/counted-connection.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { JsonScalar, PhoneNumberScalar, UrlScalar } from '../../../common/graphql/scalars.js';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import { MetaRefusal } from '../../accounts/schema/meta-refusal.types.js';
import type { SendingNeed } from '../../../whatsapp/templates/sending-needs.js';
import type {
  ParameterFormat,
  TemplateCategory,
  TemplateContent,
} from '../../../whatsapp/templates/template-content.js';
import { QualityRatingEnum, AccountType } from '../../accounts/schema/account.types.js';
import type { QualityRating } from '../../accounts/phone-numbers/quality-rating.js';
import { DataFieldTypeEnum } from '../../variables/data-model.types.js';
import type { DataFieldType } from '../../variables/domain/data-model.js';
import type { TemplateStatus } from '../domain/template-status.js';
import { SYNC_TRIGGERS, type SyncTrigger } from '../domain/sync-report.js';
import { ParameterFormatEnum, TemplateCategoryEnum, TemplateStatusEnum } from './template.enums.js';
import { HeaderFileType, TemplateButton, TemplateVariable } from './template-parts.types.js';
import type { Wording } from '../../../common/errors/wording.js';
import { WordingType } from '../../../common/graphql/wording.type.js';

@ObjectType({ description: 'Variable, and the value that it would get.' })
export class VariableResolution {
  @Field(() => TemplateVariable, { description: 'Variable that is filled in.' }) variable: TemplateVariable;
  @Field(() => String, {
    nullable: true,
    description: 'Value as it is sent, in the language of the template; null: there is none.',
  })
  value: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Value of the field as it is stored, before it was formatted; null without one.',
  })
  rawValue: unknown;
  @Field(() => DataFieldTypeEnum, { nullable: true, description: 'Type by which the value was formatted; null: none.' })
  type: DataFieldType | null;
  @Field({ description: 'Whether the fallback is sent, because the value is empty.' }) usedFallback: boolean;
  @Field(() => UserError, { nullable: true, description: 'Error for which there is no value; null: there is one.' })
  error: Problem | null;
}

@ObjectType({ description: 'Preview of a template: what a customer would read.' })
export class TemplatePreview {
  @Field(() => String, { description: 'Header text as it would be filled in; null without one.', nullable: true })
  header: string | null;
  @Field({ description: 'Text as it would be filled in.' }) body: string;
  @Field(() => String, { description: 'Footer text; null without one.', nullable: true }) footer: string | null;
  @Field(() => [String], { description: 'Labels of the buttons, in order.' }) buttons: string[];
  @Field(() => [String], {
    nullable: 'items',
    description: 'Targets of the buttons, in order: an address, a number or a code; null where the button answers.',
  })
  buttonTargets: (string | null)[];
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Signed link to the file of the header, good for about an hour; null without one.',
  })
  mediaUrl: string | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description:
      'Address of the file of the header, where a record has one: Meta fetches it there. Null: it is kept here, or there is none.',
  })
  headerLink: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Name under which a document in the header is shown; null: none.',
  })
  headerFileName: string | null;
  @Field(() => [VariableResolution], { description: 'Variables, each with the value that it would get.' })
  variables: VariableResolution[];
  @Field(() => PhoneNumberScalar, {
    nullable: true,
    description: "Phone number by the template's phoneField; null where there is none.",
  })
  recipient: string | null;
  @Field(() => [UserError], { description: 'Errors that would refuse this sending; empty: none.' }) errors: Problem[];
  content: TemplateContent;
  needs: SendingNeed[];
}

@ObjectType('Template', {
  description:
    'Template of an account: a text with placeholders that Meta approves, and that may be sent without an open window.',
  implements: () => [Node],
})
export class TemplateType extends Node {
  @Field({ description: "Meta's name: lower case, digits and underscores; derived from displayName unless given." })
  name: string;
  @Field({ description: 'Name that colleagues call the template by.' }) displayName: string;
  @Field({ description: "WhatsApp's code of the language, such as pt_BR." }) language: string;
  @Field(() => TemplateCategoryEnum, {
    description: 'Category of the template. Meta may decide on another than was submitted.',
  })
  category: TemplateCategory;
  @Field(() => String, {
    nullable: true,
    description: "Category that Meta has announced for the template, in Meta's word; null: none.",
  })
  pendingCategory: string | null;
  @Field(() => TemplateStatusEnum, { description: 'Status of the template, by which it can be sent or not.' })
  status: TemplateStatus;
  @Field(() => String, { nullable: true, description: "Meta's own word for the status; null until first submitted." })
  remoteStatus: string | null;
  @Field(() => QualityRatingEnum, { description: 'Quality of the template, as Meta last rated it.' })
  quality: QualityRating;
  @Field(() => String, {
    nullable: true,
    description: "Reason why Meta rejected the template: in words, otherwise Meta's code. Null: it was not.",
  })
  rejectionReason: string | null;
  @Field(() => String, { nullable: true, description: 'Advice of Meta after a rejection; null without one.' })
  rejectionAdvice: string | null;
  @Field(() => String, { nullable: true, description: "Meta's id of the template; null until first submitted." })
  remoteId: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Components that Meta has now, in its JSON: what is sent, whatever is written here, with the parts that are not modelled here. Null until first submitted.',
  })
  remoteComponents: unknown;
  @Field(() => JsonScalar, {
    nullable: true,
    description:
      'Settings that Meta has beside, in its words: parameter_format, sub_category, message_send_ttl_seconds, library_template_name, cta_url_link_tracking_opted_out, degrees_of_freedom_spec … Null until it was synchronised.',
  })
  remoteSettings: unknown;
  @Field(() => ParameterFormatEnum, { description: 'Format of the placeholders.' }) parameterFormat: ParameterFormat;
  @Field(() => String, {
    nullable: true,
    description: 'Path to a phone number on the data model; null: recipients are given.',
  })
  phoneField: string | null;
  @Field(() => HeaderFileType, {
    nullable: true,
    description:
      'Source of the file in the header, where it is a field of the record; null: the sample, or what is given.',
  })
  headerFile: HeaderFileType | null;
  @Field({
    name: 'allowMultipleRecipients',
    description:
      'Whether one call may send the template to several people: broadcasts, and sendTemplate with more than one recipient. Rules send to one at a time.',
  })
  allowsMultipleRecipients: boolean;
  @Field(() => DateTimeScalar, { description: 'Time at which the template was made or first found here.' })
  createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which the template last changed here.' }) updatedAt: Date;
  @Field(() => DateTimeScalar, {
    description: 'Time at which the template was last submitted; null: never.',
    nullable: true,
  })
  submittedAt: Date | null;
}

@ObjectType({ description: 'Page of templates, in the order asked for.' })
export class TemplateConnection extends countedConnectionOf(TemplateType, 'Template') {}

@ObjectType({ description: 'Template after the call, or the errors that refused it.' })
export class TemplatePayload extends Payload {
  @Field(() => TemplateType, { description: 'Template as it is now; null where the call was refused.', nullable: true })
  template: TemplateType | null;
}

const SyncTriggerEnum = Object.fromEntries(SYNC_TRIGGERS.map((trigger) => [trigger, trigger]));
registerEnumType(SyncTriggerEnum, {
  name: 'SyncTrigger',
  valuesMap: {
    MANUAL: { description: 'Person or program that called syncTemplates.' },
    SCHEDULED: { description: 'Schedule of the server (TEMPLATE_SYNC_CRON).' },
  },
  description: 'Cause of a synchronisation.',
});

@ObjectType({
  description:
    'Conflict of a local draft and a template at Meta that claim one name and language. Rename the draft (updateTemplate) or delete it, then sync again.',
})
export class SyncConflict {
  @Field({ description: "Meta's id of the template there." }) remoteId: string;
  @Field({ description: "Meta's name that both claim." }) name: string;
  @Field({ description: 'Language code that both claim.' }) language: string;
  @Field({ description: 'Advice what to do, in one sentence.' }) message: string;
  @Field(() => WordingType, { description: 'Wording of the message, for another language.' }) wording: Wording;
  templateId: string;
}

@ObjectType({ description: 'Report of a synchronisation of templates: what it found.' })
export class TemplateSyncReport {
  @Field(() => DateTimeScalar, { description: 'Time at which it began.' }) startedAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time at which it ended.' }) finishedAt: Date;
  @Field(() => SyncTriggerEnum, { description: 'Cause of the synchronisation.' }) trigger: SyncTrigger;
  @Field(() => Int, { description: 'Pages that Meta gave.' }) pages: number;
  @Field(() => Int, { description: 'Templates that Meta gave.' }) fetched: number;
  @Field(() => Int, { description: 'Templates that were made at Meta, and are new here.' }) created: number;
  @Field(() => Int, { description: 'Templates that were changed here by it.' }) updated: number;
  @Field(() => Int, { description: 'Templates that were as they are here.' }) unchanged: number;
  @Field(() => Int, { description: 'Templates that are gone at Meta: DELETED here.' }) removed: number;
  @Field(() => [SyncConflict], { description: 'Conflicts of drafts with templates at Meta; empty: none.' })
  conflicts: SyncConflict[];
  @Field(() => MetaRefusal, {
    nullable: true,
    description: 'Refusal that ended it before its time; null: it came to its end.',
  })
  error: MetaRefusal | null;
}

@ObjectType({ description: 'Report of the synchronisation, or the errors that refused it.' })
export class SyncTemplatesPayload extends Payload {
  @Field(() => AccountType, { description: 'Account as it is now; null where the call was refused.', nullable: true })
  account: AccountType | null;
  @Field(() => TemplateSyncReport, {
    description: 'Report of what was found; null where the call was refused.',
    nullable: true,
  })
  report: TemplateSyncReport | null;
}

@ObjectType({
  description:
    'Library template: ready-made, to start from: quotation, invoice, receipt, event ticket, appointment reminder, one-time code …',
})
export class LibraryTemplate {
  @Field({ description: 'Key of the library template, the same in every language.' }) key: string;
  @Field({ description: "Title that people read, in the template's language." }) title: string;
  @Field(() => TemplateCategoryEnum, { description: 'Category that Meta is expected to accept.' })
  category: TemplateCategory;
  @Field({ description: "WhatsApp's code of the language, such as en or de." }) language: string;
  @Field(() => String, { description: 'Header text with its placeholder; null without one.', nullable: true }) header:
    string | null;
  @Field({ description: 'Text with its placeholders.' }) body: string;
  @Field(() => String, { description: 'Footer text; null without one.', nullable: true }) footer: string | null;
  @Field(() => [TemplateButton], { description: 'Buttons in order; empty: none.' }) buttons: TemplateButton[];
  @Field(() => [TemplateVariable], { description: 'Variables: what each placeholder stands for.' })
  variables: TemplateVariable[];
  @Field(() => String, {
    nullable: true,
    description: 'Key of the data model that its variables are bound to; null: none.',
  })
  modelKey: string | null;
}
