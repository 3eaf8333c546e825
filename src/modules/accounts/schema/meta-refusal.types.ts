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
  description: 'Handling of an error of Meta: what has to happen before it can work.',
  valuesMap: {
    RETRY_LATER: { description: 'Trouble that passes by itself; the system tries again.' },
    FIX_INPUT: { description: 'Message or template has to be changed.' },
    FIX_ACCOUNT: { description: 'Administrators have to put something right at Meta.' },
    STOP_RECIPIENT: { description: 'Customer who cannot or must not be written to.' },
    AMBIGUOUS: { description: 'Nobody knows whether it was done; a webhook will say.' },
  },
});

@ObjectType({ description: 'Refusal of Meta: what it answered, whole, and what to do about it.' })
export class MetaRefusal implements Refusal {
  @Field(() => Int, { description: "Meta's error code, such as 131047." })
  code: number;
  @Field(() => Int, { description: "Meta's error_subcode; null without one.", nullable: true })
  subcode: number | null;
  @Field(() => String, { description: "Title in Meta's words; null without one.", nullable: true })
  title: string | null;
  @Field({ description: "Meta's message, as it came." })
  message: string;
  @Field(() => String, { nullable: true, description: "Cause in Meta's words; null without one." })
  details: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Meta's fbtrace_id: quote it to the support of Meta. Null without one.",
  })
  traceId: string | null;
  @Field(() => ErrorHandlingEnum, { description: 'Handling of the error: what has to happen before it can work.' })
  handling: Refusal['handling'];
  @Field({ description: 'Advice what to do, in our words.' })
  advice: string;
}

@ObjectType({ description: 'Refusal of Meta that stopped the call (META_REFUSED).', implements: () => [UserError] })
export class MetaRefusedError extends UserError {
  @Field(() => MetaRefusal, { description: 'Refusal as Meta answered it, and what to do.' })
  refusal: MetaRefusal;
}
