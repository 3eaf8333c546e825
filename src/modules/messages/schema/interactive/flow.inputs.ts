import { Field, ID, InputType } from '@nestjs/graphql';
import { JsonScalar } from '../../../../common/graphql/scalars.js';
import { TextField } from '../../../../common/graphql/texts/text-rule.js';
import type { FlowAction } from '../../../../whatsapp/messages/interactive/interactive-content.js';
import { FlowActionEnum } from './interactive-enums.js';

@InputType({ description: 'Flow (form) to be sent; the answer is a ReplyContent with what was filled in.' })
export class OutgoingFlowInput {
  @Field(() => String, { nullable: true, description: "Meta's id of the Flow; this or flowName." }) flowId?:
    string | null;
  @Field(() => String, { nullable: true, description: 'Name of the Flow; this or flowId.' }) flowName?: string | null;
  @Field({ description: 'Label of the button that opens it: up to 30 characters, no emoji.' })
  @TextField('CONTENT')
  label: string;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether the Flow is sent as a draft, to try it out; Meta refuses a draft otherwise.',
  })
  isDraft?: boolean | null;
  @Field(() => FlowActionEnum, {
    nullable: true,
    defaultValue: 'NAVIGATE',
    description: 'Beginning: a screen that is named here, or one that your endpoint chooses.',
  })
  action?: FlowAction | null;
  @Field(() => String, { nullable: true, description: 'Id of the first screen. Absent: the first one of the Flow.' })
  screen?: string | null;
  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Values for the first screen, as a JSON object; it needs a screen.',
  })
  data?: unknown;
  @Field(() => String, {
    nullable: true,
    description: 'Token that comes back with the answer (flow_token). Absent: one is made up.',
  })
  token?: string | null;
  @Field(() => String, { nullable: true, description: 'Text above the body, up to 60 characters.' })
  @TextField('CONTENT')
  header?: string | null;
  @Field(() => ID, { nullable: true, description: 'UUID of a picture, video or document instead of a text.' })
  headerMediaId?: string | null;
  @Field({ description: 'Text of up to 1,024 characters.' }) @TextField('CONTENT') body: string;
  @Field(() => String, { nullable: true, description: 'Small text below, up to 60 characters.' })
  @TextField('CONTENT')
  footer?: string | null;
}
