import { Field, ID, InputType } from '@nestjs/graphql';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import type { LabelColor } from '../domain/label-color.js';
import { LabelColorEnum } from './label.types.js';

/** More than one finds in a menu. */
export const MAX_LABELS_OF_CONVERSATION = 20;

@InputType({ description: 'A new label.' })
export class CreateLabelInput {
  @Field(() => ID, { description: 'Whose conversations are to have it.' }) accountId: string;
  @Field({ description: 'Up to 50 characters.' }) @Text({ max: 50, kind: 'NAME' }) name: string;
  @Field(() => LabelColorEnum, { defaultValue: 'GRAY', description: 'By name.' }) color: LabelColor = 'GRAY';
}

@InputType({ description: 'What is not given stays as it is.' })
export class UpdateLabelInput {
  @Field(() => ID, { description: 'Which.' }) labelId: string;
  @Field(() => String, { nullable: true, description: 'Up to 50 characters.' })
  @Text({ max: 50, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => LabelColorEnum, { nullable: true, description: 'By name.' }) color?: LabelColor | null;
}

@InputType({ description: 'One label.' })
export class LabelIdInput {
  @Field(() => ID, { description: 'Which.' }) labelId: string;
}

@InputType({ description: 'Labels of one conversation.' })
export class ConversationLabelsInput {
  @Field(() => ID, { description: 'Which.' }) conversationId: string;
  @Field(() => [ID], { description: 'Labels of the conversation’s account.' })
  @ListUpTo(MAX_LABELS_OF_CONVERSATION)
  labelIds: string[];
}
