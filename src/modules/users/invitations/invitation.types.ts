import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import type { Role } from '../domain/viewer.js';
import { NewPassword } from '../passwords/new-password.decorator.js';
import { EMAIL, RoleEnum } from '../user.inputs.js';
import { because } from '../../../common/errors/because.js';

@ObjectType('Invitation', {
  implements: () => [Node],
  description:
    'Invitation of somebody who may join, and has not yet. The link itself is shown when it is made, and never again.',
})
export class InvitationType extends Node {
  @Field({ description: 'Name that the person will have.' }) name: string;
  @Field({ description: 'E-mail address with which the person will sign in.' }) email: string;
  @Field(() => RoleEnum, { description: 'Role that the person will have.' }) role: Role;
  @Field(() => DateTimeScalar, { description: 'Time at which the invitation was made.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'Time until which the invitation can be accepted.' }) expiresAt: Date;
  accountIds: string[];
  invitedById: string | null;
}

@InputType({ description: 'Person to be invited, and as what.' })
export class InviteUserInput {
  @Field({ description: 'Name that the person will have, 1 to 200 characters.' })
  @Text({ max: 200, kind: 'NAME' })
  name: string;
  @Field({ description: 'E-mail address with which the person will sign in; DUPLICATE where somebody has it.' })
  @Text({ max: 320 })
  @TextLike(EMAIL, because('EMAIL_FORM'))
  email: string;
  @Field(() => RoleEnum, { description: 'Role that the person will have.' }) role: Role;
  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of the accounts that this person will work with, up to 1,000. Administrators see all.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@ObjectType({ description: 'Invitation with the token of its link, or the errors that refused it.' })
export class InviteUserPayload extends Payload {
  @Field(() => InvitationType, {
    nullable: true,
    description: 'Invitation that was made; null where the call was refused.',
  })
  invitation: InvitationType | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Token for acceptInvitation, shown this once: give the person the link <PUBLIC_URL>/invitation#<token>, on a safe way. Null where the call was refused.',
  })
  token: string | null;
}

@InputType({ description: 'Invitation that the call is about.' })
export class InvitationIdInput {
  @Field(() => ID, { description: 'UUID of an invitation that can still be accepted, else NOT_FOUND.' })
  invitationId: string;
}

@ObjectType({ description: 'Outcome of withdrawInvitation.' })
export class WithdrawInvitationPayload extends Payload {}

@InputType({ description: 'Invitation token, and the password that its bearer chooses.' })
export class AcceptInvitationInput {
  @Field({
    description:
      'Token from inviteUser, as it stands after the # of the link; NOT_FOUND once it was used, withdrawn or has expired.',
  })
  @Text({ max: 200 })
  token: string;
  @Field({
    description:
      'New password of the person: 10 to 1,000 characters, and none of those that were leaked most often (PASSWORD_LEAKED), else INVALID_INPUT or TOO_LONG.',
  })
  @NewPassword()
  password: string;
}

@ObjectType({ description: 'Outcome of acceptInvitation. The person may sign in when errors is empty.' })
export class AcceptInvitationPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'E-mail address to sign in with; null where the call was refused.',
  })
  email: string | null;
}
