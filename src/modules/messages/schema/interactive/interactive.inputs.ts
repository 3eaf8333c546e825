import { Field, ID, InputType } from '@nestjs/graphql';
import { TextField } from '../../../../common/graphql/texts/text-rule.js';
import type { InteractiveKind } from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { InteractiveKindEnum } from '../interactive-kind.js';

@InputType({ description: 'Option of a message: a button or a row.' })
export class InteractiveOptionInput {
  @Field({
    description:
      "Id of the caller's choice, unique in the message; comes back in the answer. Button: 256 characters, row: 200.",
  })
  optionId: string;
  @Field({ description: 'Label. Button: 20 characters, row: 24.' }) @TextField('CONTENT') title: string;
  @Field(() => String, { nullable: true, description: 'Description of a row, up to 72 characters; buttons have none.' })
  @TextField('CONTENT')
  description?: string | null;
}

@InputType({ description: 'Section of a list.' })
export class InteractiveSectionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Title of up to 24 characters; needed where there are several sections.',
  })
  @TextField('CONTENT')
  title?: string | null;
  @Field(() => [InteractiveOptionInput], { description: 'Rows of the section, in order.' })
  rows: InteractiveOptionInput[];
}

@InputType({ description: 'Message with something to tap, to be sent.' })
export class InteractiveInput {
  @Field(() => InteractiveKindEnum, {
    description: 'BUTTONS, LIST, CALL_TO_ACTION or LOCATION_REQUEST; the others have inputs of their own.',
  })
  kind: InteractiveKind;
  @Field(() => String, { nullable: true, description: 'Text above the body, up to 60 characters.' })
  @TextField('CONTENT')
  header?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of a picture, video or document instead of a text, above BUTTONS and a CALL_TO_ACTION.',
  })
  headerMediaId?: string | null;
  @Field({ description: 'Text of up to 1,024 characters; of a list 4,096.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
  @Field(() => [InteractiveOptionInput], { nullable: true, description: 'Buttons of BUTTONS: 1 to 3.' })
  buttons?: InteractiveOptionInput[] | null;
  @Field(() => String, { nullable: true, description: 'Label of what opens a LIST: up to 20 characters.' })
  @TextField('CONTENT')
  listButton?: string | null;
  @Field(() => [InteractiveSectionInput], {
    nullable: true,
    description: 'Sections of a LIST: at most 10, with 10 rows in all.',
  })
  sections?: InteractiveSectionInput[] | null;
  @Field(() => String, { nullable: true, description: 'Address that the button of a CALL_TO_ACTION opens.' }) url?:
    string | null;
  @Field(() => String, { nullable: true, description: 'Label on the button of a CALL_TO_ACTION: up to 20 characters.' })
  @TextField('CONTENT')
  urlText?: string | null;
}
