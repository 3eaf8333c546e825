import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { NewPassword } from './new-password.decorator.js';

@InputType({ description: "The viewer's present password, and the one that takes its place." })
export class ChangeOwnPasswordInput {
  @Field({ description: 'The present password.' }) @Text({ max: 1_000, kind: 'LINES' }) currentPassword: string;
  @Field({ description: 'The new password: 10 to 1,000 characters.' }) @NewPassword() newPassword: string;
}

@ObjectType({ description: 'What became of a change of the own password.' })
export class ChangeOwnPasswordPayload extends Payload {
  @Field(() => Int, { nullable: true, description: "How many other sessions of the viewer's were ended by it." })
  endedSessions: number | null;
}

@InputType({ description: 'Whose password is to be reset.' })
export class ResetUserPasswordInput {
  @Field(() => ID, { description: 'The id of an active user.' }) userId: string;
}

@ObjectType({ description: 'A token with which a person sets a new password.' })
export class ResetUserPasswordPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'The token for redeemPasswordReset. Shown this once: give it to the person on a safe way.',
  })
  token: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when the token counts: an hour.' })
  expiresAt: Date | null;
}

@InputType({ description: 'A token that an administrator made, and the password that its bearer chooses.' })
export class RedeemPasswordResetInput {
  @Field({ description: 'The token of resetUserPassword.' }) @Text({ max: 200 }) token: string;
  @Field({ description: 'The new password: 10 to 1,000 characters.' }) @NewPassword() newPassword: string;
}

@ObjectType({ description: 'What became of a reset. The person may now sign in with the new password.' })
export class RedeemPasswordResetPayload extends Payload {}
