import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { UserError } from '../../../common/graphql/errors/user-error.types.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';

export const ErrorHandlingEnum = {
  RETRY_LATER: 'RETRY_LATER',
  FIX_INPUT: 'FIX_INPUT',
  FIX_ACCOUNT: 'FIX_ACCOUNT',
  STOP_RECIPIENT: 'STOP_RECIPIENT',
  AMBIGUOUS: 'AMBIGUOUS',
} as const;
registerEnumType(ErrorHandlingEnum, {
  name: 'ErrorHandling',
  description: 'What has to happen before it can work.',
  valuesMap: {
    RETRY_LATER: { description: 'It passes by itself; the system tries again.' },
    FIX_INPUT: { description: 'The message or template has to be changed.' },
    FIX_ACCOUNT: { description: 'Something at Meta has to be put right by an administrator.' },
    STOP_RECIPIENT: { description: 'This customer cannot or must not be written to.' },
    AMBIGUOUS: { description: 'It may or may not have been done; a webhook will say.' },
  },
});

@ObjectType({ description: 'What Meta answered, whole, and what to do about it.' })
export class MetaRefusal implements Refusal {
  @Field(() => Int, { description: "Meta's error code, such as 131047." })
  code: number;
  @Field(() => Int, { nullable: true })
  subcode: number | null;
  @Field(() => String, { nullable: true })
  title: string | null;
  @Field()
  message: string;
  @Field(() => String, { nullable: true, description: "The cause, in Meta's words." })
  details: string | null;
  @Field(() => String, { nullable: true, description: 'fbtrace_id: quote it to the support of Meta.' })
  traceId: string | null;
  @Field(() => ErrorHandlingEnum)
  handling: Refusal['handling'];
  @Field({ description: 'What to do, in our words.' })
  advice: string;
}

@ObjectType({ implements: () => [UserError] })
export class MetaRefusedError extends UserError {
  @Field(() => MetaRefusal)
  refusal: MetaRefusal;
}
