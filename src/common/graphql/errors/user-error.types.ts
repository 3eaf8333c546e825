import { Field, GraphQLISODateTime, Int, InterfaceType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { USER_ERROR_CODES, type Problem, type Refusal, type UserErrorCode } from '../../errors/domain-error.js';

export const UserErrorCodeEnum = Object.fromEntries(USER_ERROR_CODES.map((code) => [code, code]));
registerEnumType(UserErrorCodeEnum, {
  name: 'UserErrorCode',
  description: 'What is wrong, for programs. Stable: codes are added, never changed.',
  valuesMap: {
    INVALID_INPUT: { description: 'A value is not allowed here; the message says why.' },
    REQUIRED: { description: 'A value is missing or blank.' },
    TOO_LONG: { description: 'A text or list is longer than `limit`.' },
    INVALID_FORMAT: { description: 'A text is not in the form that is asked for.' },
    DUPLICATE: { description: 'Something like this exists already.' },
    NOT_FOUND: { description: 'There is nothing with this id, or the caller may not see it.' },
    CONFLICT: {
      description: 'It contradicts what has been done before, such as an idempotency key used for other content.',
    },
    NOT_ALLOWED_NOW: { description: 'The present state does not allow it; see allowedActions.' },
    WINDOW_CLOSED: { description: 'The customer last wrote more than 24 hours ago: only a template may be sent.' },
    OPTED_OUT: { description: 'The customer does not want such messages.' },
    PHONE_INVALID: { description: 'Not a phone number that can exist.' },
    META_REFUSED: { description: 'Meta refused; see refusal.' },
    META_UNREACHABLE: { description: 'Meta did not answer. Try again later.' },
    RATE_LIMITED: { description: 'Too many attempts. Try again later.' },
  },
});

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
    AMBIGUOUS: { description: 'It may or may not have been done; a webhook will tell.' },
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

@InterfaceType({
  description: 'Something that the caller can put right.',
  resolveType: (problem: Problem) => typeNameOf(problem),
})
export abstract class UserError {
  @Field(() => UserErrorCodeEnum)
  code: UserErrorCode;
  @Field({ description: 'One sentence, fit to be shown to a person.' })
  message: string;
  @Field(() => [String], { nullable: true, description: 'Where in the input, such as ["content", "text", "body"].' })
  path?: string[] | null;
}

@ObjectType({ implements: () => [UserError] })
export class InvalidInputError extends UserError {
  @Field(() => Int, { nullable: true, description: 'The limit that was passed, where there is one.' })
  limit?: number;
}

@ObjectType({ implements: () => [UserError] })
export class NotAllowedNowError extends UserError {
  @Field(() => [String], { description: 'What the caller can do instead.' })
  allowedActions: string[];
}

@ObjectType({ implements: () => [UserError] })
export class WindowClosedError extends UserError {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When the service window closed; null if it never was open.',
  })
  closedAt: Date | null;
}

@ObjectType({ implements: () => [UserError] })
export class MetaRefusedError extends UserError {
  @Field(() => MetaRefusal)
  refusal: MetaRefusal;
}

/** Concrete kinds of UserError: nothing else in the schema mentions them. */
export const USER_ERROR_TYPES = [InvalidInputError, NotAllowedNowError, WindowClosedError, MetaRefusedError];

function typeNameOf(problem: Problem): string {
  if (problem.refusal !== undefined) return 'MetaRefusedError';
  if (problem.code === 'WINDOW_CLOSED') return 'WindowClosedError';
  if (problem.code === 'NOT_ALLOWED_NOW') return 'NotAllowedNowError';
  return 'InvalidInputError';
}
