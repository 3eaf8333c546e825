import { Field, ID, InputType } from '@nestjs/graphql';
import { ListUpTo, Text } from '../../../common/graphql/input-checks.js';
import type { LabelColor } from '../domain/inbox/label-color.js';
import { LabelColorEnum } from './label.types.js';

/** More than one finds in a menu. */
export const MAX_LABELS_OF_CONVERSATION = 20;

@InputType({ description: 'Label to be made.' })
export class CreateLabelInput {
  @Field(() => ID, { description: 'UUID of the account whose conversations are to have it, else NOT_FOUND.' })
  accountId: string;
  @Field({ description: 'Name up to 50 characters; DUPLICATE where the account has it already, in whatever case.' })
  @Text({ max: 50, kind: 'NAME' })
  name: string;
  @Field(() => LabelColorEnum, { defaultValue: 'GRAY', description: 'Colour by name.' }) color: LabelColor = 'GRAY';
}

@InputType({ description: 'Label, and what changes: what is not given stays as it is.' })
export class UpdateLabelInput {
  @Field(() => ID, { description: 'UUID of a label of an account that the viewer may see, else NOT_FOUND.' })
  labelId: string;
  @Field(() => String, { nullable: true, description: 'Name of up to 50 characters; absent: unchanged.' })
  @Text({ max: 50, kind: 'NAME', optional: true })
  name?: string | null;
  @Field(() => LabelColorEnum, { nullable: true, description: 'Colour by name; absent: unchanged.' })
  color?: LabelColor | null;
}

@InputType({ description: 'Label that the call is about.' })
export class LabelIdInput {
  @Field(() => ID, { description: 'UUID of a label of an account that the viewer may see, else NOT_FOUND.' })
  labelId: string;
}

@InputType({ description: 'Labels of one conversation.' })
export class ConversationLabelsInput {
  @Field(() => ID, { description: 'UUID of a conversation that the viewer may see, else NOT_FOUND.' })
  conversationId: string;
  @Field(() => [ID], { description: 'UUIDs of labels of the conversation’s account, up to 20, else NOT_FOUND.' })
  @ListUpTo(MAX_LABELS_OF_CONVERSATION)
  labelIds: string[];
}
