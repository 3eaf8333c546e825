import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { DateTimeScalar } from '../../../common/graphql/date-time.scalar.js';
import { Payload } from '../../../common/graphql/errors/payload.js';
import { ListUpTo, Text, TextLike } from '../../../common/graphql/input-checks.js';
import { Node } from '../../../common/graphql/pagination/node.type.js';
import type { Role } from '../domain/viewer.js';
import { NewPassword } from '../passwords/new-password.decorator.js';
import { EMAIL, RoleEnum } from '../user.inputs.js';

@ObjectType('Invitation', {
  implements: () => [Node],
  description: 'Somebody who may join, and has not yet. The link itself is shown when it is made, and never again.',
})
export class InvitationType extends Node {
  @Field({ description: 'The name that the person will have.' }) name: string;
  @Field({ description: 'The e-mail with which the person will sign in.' }) email: string;
  @Field(() => RoleEnum, { description: 'The role that the person will have.' }) role: Role;
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt: Date;
  @Field(() => DateTimeScalar, { description: 'Until when it can be accepted.' }) expiresAt: Date;
  accountIds: string[];
  invitedById: string | null;
}

@InputType({ description: 'Who is invited, and as what.' })
export class InviteUserInput {
  @Field({ description: 'The name that the person will have.' }) @Text({ max: 200, kind: 'NAME' }) name: string;
  @Field({ description: 'The e-mail with which the person will sign in. Nobody has it yet.' })
  @Text({ max: 320 })
  @TextLike(EMAIL, 'Not an e-mail address.')
  email: string;
  @Field(() => RoleEnum, { description: 'The role that the person will have.' }) role: Role;
  @Field(() => [ID], {
    nullable: true,
    description: 'The accounts that this person will work with. Administrators see all.',
  })
  @IsOptional()
  @ListUpTo(1_000)
  accountIds?: string[] | null;
}

@ObjectType({ description: 'An invitation, and the token of its link.' })
export class InviteUserPayload extends Payload {
  @Field(() => InvitationType, { nullable: true, description: 'The invitation; null where it was refused.' })
  invitation: InvitationType | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The token for acceptInvitation. Shown this once: give the person the link <PUBLIC_URL>/invitation#<token>, on a safe way.',
  })
  token: string | null;
}

@InputType({ description: 'An invitation.' })
export class InvitationIdInput {
  @Field(() => ID, { description: 'The id of the invitation.' }) invitationId: string;
}

@ObjectType({ description: 'What became of an invitation that was withdrawn.' })
export class WithdrawInvitationPayload extends Payload {}

@InputType({ description: 'The token of an invitation, and the password that its bearer chooses.' })
export class AcceptInvitationInput {
  @Field({ description: 'The token of inviteUser.' }) @Text({ max: 200 }) token: string;
  @Field({ description: 'The password: 10 to 1,000 characters.' }) @NewPassword() password: string;
}

@ObjectType({ description: 'What became of it. The person may now sign in.' })
export class AcceptInvitationPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'The e-mail to sign in with; null where it was refused.' })
  email: string | null;
}
