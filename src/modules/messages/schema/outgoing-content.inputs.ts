import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { ListUpTo } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import { INTERACTIVE_KINDS, type InteractiveKind } from '../../../whatsapp/messages/outgoing-content.js';
import { MediaKindEnum } from './message-content.types.js';
import { LocationInput, OutgoingTemplateInput } from './message.inputs.js';

const InteractiveKindEnum = Object.fromEntries(INTERACTIVE_KINDS.map((kind) => [kind, kind]));
registerEnumType(InteractiveKindEnum, {
  name: 'InteractiveKind',
  valuesMap: {
    BUTTONS: { description: '1 to 3 buttons: `buttons`.' },
    LIST: { description: 'A list that opens: `listButton`, and `sections` with 10 rows in all.' },
    CALL_TO_ACTION: { description: 'A button that opens a page: `url`, `urlText`.' },
    LOCATION_REQUEST: { description: 'Asks where the customer is; the answer is a location.' },
  },
});

@InputType()
export class OutgoingTextInput {
  @Field({ description: '1 to 4,096 characters; WhatsApp shows *bold*, _italic_, ~struck~ and ```code```.' })
  @TextField('CONTENT')
  body: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether the first link is shown with a preview.',
  })
  previewUrl?: boolean | null;
}

@InputType()
export class OutgoingMediaInput {
  @Field(() => ID, {
    description: 'Of an uploaded file (POST /media), or of one that a customer of this account sent.',
  })
  mediaId: string;
  @Field(() => MediaKindEnum, {
    nullable: true,
    description: "Taken from the file's type unless given. VOICE: Ogg with Opus.",
  })
  kind?: string | null;
  @Field(() => String, { nullable: true, description: 'At most 1,024 characters; of images, videos and documents.' })
  @TextField('CONTENT')
  caption?: string | null;
}

@InputType()
export class ContactCardInput {
  @Field() @TextField('CONTENT') formattedName: string;
  @Field(() => String, { nullable: true }) @TextField('CONTENT') firstName?: string | null;
  @Field(() => [String], { nullable: true }) @IsOptional() @TextField('CONTENT') @ListUpTo(20) phones?: string[] | null;
  @Field(() => [String], { nullable: true }) @IsOptional() @TextField('CONTENT') @ListUpTo(20) emails?: string[] | null;
  @Field(() => String, { nullable: true }) @TextField('CONTENT') organization?: string | null;
}

@InputType({ description: 'A button or a row.' })
export class InteractiveOptionInput {
  @Field({ description: 'Yours to choose; comes back in the answer. Button: 256 characters, row: 200.' })
  optionId: string;
  @Field({ description: 'Button: 20 characters, row: 24.' }) @TextField('CONTENT') title: string;
  @Field(() => String, { nullable: true, description: 'Rows only; 72 characters.' })
  @TextField('CONTENT')
  description?: string | null;
}

@InputType()
export class InteractiveSectionInput {
  @Field(() => String, { nullable: true, description: '24 characters; needed where there are several sections.' })
  @TextField('CONTENT')
  title?: string | null;
  @Field(() => [InteractiveOptionInput]) rows: InteractiveOptionInput[];
}

@InputType({ description: 'A message with something to tap.' })
export class InteractiveInput {
  @Field(() => InteractiveKindEnum) kind: InteractiveKind;
  @Field(() => String, { nullable: true, description: '60 characters.' }) @TextField('CONTENT') header?: string | null;
  @Field({ description: '1,024 characters; of a list 4,096.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: '60 characters.' }) @TextField('CONTENT') footer?: string | null;
  @Field(() => [InteractiveOptionInput], { nullable: true, description: 'For BUTTONS.' })
  buttons?: InteractiveOptionInput[] | null;
  @Field(() => String, { nullable: true, description: 'For LIST: what opens it; 20 characters.' })
  @TextField('CONTENT')
  listButton?: string | null;
  @Field(() => [InteractiveSectionInput], { nullable: true, description: 'For LIST: at most 10.' })
  sections?: InteractiveSectionInput[] | null;
  @Field(() => String, { nullable: true, description: 'For CALL_TO_ACTION.' }) url?: string | null;
  @Field(() => String, { nullable: true, description: 'For CALL_TO_ACTION: what is on the button; 20 characters.' })
  @TextField('CONTENT')
  urlText?: string | null;
}

@InputType({ isOneOf: true, description: 'What to send: exactly one of these.' })
export class OutgoingContentInput {
  @Field(() => OutgoingTextInput, { nullable: true }) text?: OutgoingTextInput;
  @Field(() => OutgoingMediaInput, { nullable: true }) media?: OutgoingMediaInput;
  @Field(() => LocationInput, { nullable: true }) location?: LocationInput;
  @Field(() => [ContactCardInput], { nullable: true, description: '1 to 5.' })
  contacts?: ContactCardInput[];
  @Field(() => InteractiveInput, { nullable: true }) interactive?: InteractiveInput;
  @Field(() => OutgoingTemplateInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => OutgoingTemplateInput)
  template?: OutgoingTemplateInput;
}
