import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { because } from '../../../common/errors/because.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { TextField } from '../../../common/graphql/texts/text-rule.js';
import type { ChatCommand, ConversationalComponents } from '../../../whatsapp/numbers/conversational-api.js';
import {
  MAX_COMMAND_DESCRIPTION_LENGTH,
  MAX_COMMAND_NAME_LENGTH,
  MAX_COMMANDS,
  MAX_ICE_BREAKER_LENGTH,
  MAX_ICE_BREAKERS,
} from '../domain/conversational-limits.js';
import { PhoneNumberIdInput } from '../registration/registration.types.js';

const COMMAND_NAME = /^[a-zA-Z0-9_]+$/;

@ObjectType('ChatCommand', { description: 'Command that customers find behind a slash in the chat.' })
export class ChatCommandType implements ChatCommand {
  @Field({ description: 'Name of the command, without the slash.' }) name: string;
  @Field({ description: 'Description that stands beside the name.' }) description: string;
}

@ObjectType('ConversationalComponents', {
  description: 'Conversational components of a number: what customers are offered in the chat before they write.',
})
export class ConversationalComponentsType implements ConversationalComponents {
  @Field({
    description:
      'Whether Meta tells of customers who open the chat for the first time, so that they can be welcomed. Meta says that this does not always work at present.',
  })
  isWelcomeMessageOn: boolean;
  @Field(() => [String], {
    description: 'Ice breakers, in order: first messages of which a new customer can choose one.',
  })
  iceBreakers: string[];
  @Field(() => [ChatCommandType], { description: 'Commands, in order.' }) commands: ChatCommand[];
}

@InputType({ description: 'Command that customers find behind a slash in the chat.' })
export class ChatCommandInput implements ChatCommand {
  @Field({
    description:
      'Name without the slash: 1 to 32 letters from a to z, digits and underscores; DUPLICATE where it is there twice.',
  })
  @Text({ max: MAX_COMMAND_NAME_LENGTH })
  @TextLike(COMMAND_NAME, because('COMMAND_NAME_FORM'))
  name: string;
  @Field({ description: 'Description beside the name, 1 to 256 characters, without emojis.' })
  @Text({ max: MAX_COMMAND_DESCRIPTION_LENGTH })
  description: string;
}

@InputType({
  description: 'Phone number, and its conversational components: what is absent or null stays as it is.',
})
export class SetConversationalComponentsInput extends PhoneNumberIdInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether Meta tells of customers who open the chat.' })
  isWelcomeMessageOn?: boolean | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'Ice breakers, 4 at most, each of 1 to 80 characters on one line, without emojis: they replace the former ones. An empty list takes all away.',
  })
  @TextField('LINE', MAX_ICE_BREAKER_LENGTH)
  @ListUpTo(MAX_ICE_BREAKERS)
  @IsOptional()
  iceBreakers?: string[] | null;
  @Field(() => [ChatCommandInput], {
    nullable: true,
    description: 'Commands, 30 at most: they replace the former ones. An empty list takes all away.',
  })
  @IsOptional()
  @ListUpTo(MAX_COMMANDS)
  @ValidateNested({ each: true })
  @Type(() => ChatCommandInput)
  commands?: ChatCommandInput[] | null;
}

@ObjectType({ description: 'Conversational components after the call, or the errors that refused it.' })
export class ConversationalComponentsPayload extends Payload {
  @Field(() => ConversationalComponentsType, {
    nullable: true,
    description: 'Conversational components as they are now; null where the call was refused.',
  })
  components: ConversationalComponents | null;
}
