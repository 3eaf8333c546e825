import { Field, ID, InputType } from '@nestjs/graphql';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import type { LabelColor } from '../domain/label-color.js';
import { LabelColorEnum } from './label.types.js';

/** More than one finds in a menu. */
export const MAX_LABELS_OF_CONVERSATION = 20;

@InputType()
export class CreateLabelInput {
  @Field(() => ID) accountId: string;
  @Field({ description: 'Up to 50 characters.' }) @Text({ max: 50, kind: 'NAME' }) name: string;
  @Field(() => LabelColorEnum, { defaultValue: 'GRAY' }) color: LabelColor = 'GRAY';
}

@InputType({ description: 'What is not given stays as it is.' })
export class UpdateLabelInput {
  @Field(() => ID) labelId: string;
  @Field(() => String, { nullable: true, description: 'Up to 50 characters.' })
  @Text({ max: 50, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => LabelColorEnum, { nullable: true }) color?: LabelColor | null;
}

@InputType()
export class LabelIdInput {
  @Field(() => ID) labelId: string;
}

@InputType()
export class ConversationLabelsInput {
  @Field(() => ID) conversationId: string;
  @Field(() => [ID], { description: 'Labels of the conversation’s account.' })
  @ListUpTo(MAX_LABELS_OF_CONVERSATION)
  labelIds: string[];
}
