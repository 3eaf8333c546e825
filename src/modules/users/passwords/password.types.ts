import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsIn } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Text, refusedBecause } from '../../../common/graphql/input-checks.js';
import { ALERT_LANGUAGES, type AlertLanguage } from '../domain/alerts/alert-settings.js';
import { NewPassword } from './new-password.decorator.js';
import { because } from '../../../common/errors/because.js';

@InputType({ description: 'Present password of the viewer, and the one that takes its place.' })
export class ChangeOwnPasswordInput {
  @Field({ description: 'Present password; a wrong one is refused, and counts as a failed sign-in.' })
  @Text({ max: 1_000, kind: 'LINES' })
  currentPassword: string;
  @Field({
    description:
      'New password: 10 to 1,000 characters, and none of those that were leaked most often (PASSWORD_LEAKED), else INVALID_INPUT or TOO_LONG.',
  })
  @NewPassword()
  newPassword: string;
}

@ObjectType({ description: 'Outcome of changeOwnPassword.' })
export class ChangeOwnPasswordPayload extends Payload {
  @Field(() => Int, {
    nullable: true,
    description: "Number of the viewer's other sessions that were ended; null where the call was refused.",
  })
  endedSessions: number | null;
}

@InputType({ description: 'Person whose password is to be reset.' })
export class ResetUserPasswordInput {
  @Field(() => ID, { description: 'UUID of an active user, else NOT_FOUND.' }) userId: string;
}

@ObjectType({ description: 'Token with which a person sets a new password, or the errors that refused it.' })
export class ResetUserPasswordPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description:
      'Token for redeemPasswordReset, shown this once: give it to the person on a safe way. Null where the call was refused.',
  })
  token: string | null;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time until which the token counts: an hour. Null where the call was refused.',
  })
  expiresAt: Date | null;
}

@InputType({
  description:
    'Reset token that an administrator made or that came by e-mail, and the password that its bearer chooses.',
})
export class RedeemPasswordResetInput {
  @Field({
    description: 'Token of resetUserPassword, or of the link in an e-mail; NOT_FOUND once it was used or has expired.',
  })
  @Text({ max: 200 })
  token: string;
  @Field({
    description:
      'New password: 10 to 1,000 characters, and none of those that were leaked most often (PASSWORD_LEAKED), else INVALID_INPUT or TOO_LONG.',
  })
  @NewPassword()
  newPassword: string;
}

@ObjectType({ description: 'Outcome of redeemPasswordReset. The person may now sign in with the new password.' })
export class RedeemPasswordResetPayload extends Payload {}

@InputType({ description: 'Person whose password was lost, by their e-mail.' })
export class RequestPasswordResetInput {
  @Field({ description: 'E-mail with which the person signs in; up to 320 characters.' })
  @Text({ max: 320 })
  email: string;
  @Field(() => String, {
    nullable: true,
    description: 'Language of the e-mail, where the person has chosen none: en, de, es, pt-BR or ar.',
  })
  @Text({ max: 10, optional: true })
  @IsIn(ALERT_LANGUAGES, refusedBecause(because('LANGUAGE_ONE_OF', { languages: ALERT_LANGUAGES.join(', ') })))
  language?: AlertLanguage | null;
}

@ObjectType({ description: 'Outcome of requestPasswordReset: the same whether there is such a person or not.' })
export class RequestPasswordResetPayload extends Payload {}
