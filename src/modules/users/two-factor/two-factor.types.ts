import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { Text } from '../../../common/graphql/input-checks.js';
import { UserType } from '../user.types.js';

const PASSWORD = { description: 'Present password of the person.' };
const CODE = { description: 'Code that the app shows now, of six digits, or a recovery code; each counts once.' };

@ObjectType('TwoFactor', { description: "Second factor of the viewer's own sign-in: codes of an app (TOTP)." })
export class TwoFactorType {
  @Field({ description: 'Whether signing in asks for a code after the password.' }) isOn: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Time at which it was set up; null: it is not.' })
  enabledAt: Date | null;
  @Field(() => Int, { description: 'Number of recovery codes that have not been used.' }) recoveryCodesLeft: number;
  @Field({ description: 'Whether this server requires one of everybody with a password (REQUIRE_TWO_FACTOR).' })
  isRequired: boolean;
  @Field({
    description: 'Whether the person can have one: false for who signs in at the issuer, which asks for its own.',
  })
  isPossible: boolean;
}

@InputType({ description: 'Present password, before a second factor is set up.' })
export class BeginTwoFactorInput {
  @Field(PASSWORD) @Text({ max: 1_000, kind: 'LINES' }) password: string;
}

@InputType({ description: 'Code that confirms a new second factor.' })
export class ConfirmTwoFactorInput {
  @Field({ description: 'Code of six digits that the app shows now.' }) @Text({ max: 40 }) code: string;
}

@InputType({ description: 'Password and code: what a stolen session does not have.' })
export class TwoFactorProofInput {
  @Field(PASSWORD) @Text({ max: 1_000, kind: 'LINES' }) password: string;
  @Field(CODE) @Text({ max: 40 }) code: string;
}

@InputType({ description: 'Colleague whose second factor is lost.' })
export class ResetUserTwoFactorInput {
  @Field(() => ID, { description: 'UUID of the user, else NOT_FOUND.' }) userId: string;
}

@ObjectType({ description: 'Secret of a new second factor, or the errors that refused it.' })
export class BeginTwoFactorPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'Secret in base32, to be typed into an app, shown this once; null where the call was refused.',
  })
  secret: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Address otpauth://… with the secret, to be shown as a QR code; null where the call was refused.',
  })
  uri: string | null;
}

@ObjectType({ description: 'Recovery codes, or the errors that refused them.' })
export class RecoveryCodesPayload extends Payload {
  @Field(() => [String], {
    nullable: true,
    description:
      'Recovery codes, ten of them, each good for one sign-in in the place of a code; shown this once. Null where the call was refused.',
  })
  recoveryCodes: string[] | null;
}

@ObjectType({ description: 'Outcome of disableTwoFactor.' })
export class DisableTwoFactorPayload extends Payload {}

@ObjectType({ description: 'Colleague whose second factor was taken away, or the errors that refused it.' })
export class ResetUserTwoFactorPayload extends Payload {
  @Field(() => UserType, { nullable: true, description: 'Colleague; null where the call was refused.' })
  user: UserType | null;
}
