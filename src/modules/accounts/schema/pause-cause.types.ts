import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';
import type { Refusal } from '../../../whatsapp/errors/refusal.js';
import { LOST_KEY_REASON } from '../domain/lost-key.js';
import { ErrorHandlingEnum } from './meta-refusal.types.js';

export const PauseKindEnum = {
  BY_HAND: 'BY_HAND',
  TEMPLATE_NOT_APPROVED: 'TEMPLATE_NOT_APPROVED',
  REFUSED: 'REFUSED',
  REFUSED_REPEATEDLY: 'REFUSED_REPEATEDLY',
  TOKEN_REFUSED: 'TOKEN_REFUSED',
  KEY_LOST: 'KEY_LOST',
} as const;
type PauseKind = keyof typeof PauseKindEnum;
registerEnumType(PauseKindEnum, {
  name: 'PauseKind',
  description: 'Kind of cause for which nothing is sent.',
  valuesMap: {
    BY_HAND: { description: 'Somebody has paused it, until somebody resumes it.' },
    TEMPLATE_NOT_APPROVED: { description: 'Template that is not approved any more; it goes on when it is again.' },
    REFUSED: { description: 'Meta has refused what was sent; see errorCode.' },
    REFUSED_REPEATEDLY: { description: 'Several messages in a row met the same refusal of Meta; see errorCode.' },
    TOKEN_REFUSED: { description: 'Meta refuses the access token, until a new one is saved.' },
    KEY_LOST: { description: 'Key that encrypted the secrets is lost: they have to be entered again.' },
  },
});

@ObjectType({ description: 'Cause for which nothing is sent: what the sentence beside it says, for programs.' })
export class PauseCause {
  @Field(() => PauseKindEnum, { description: 'Kind of the cause.' })
  kind: PauseKind;
  @Field(() => Int, { nullable: true, description: "Meta's error code; null where Meta has refused nothing." })
  errorCode: number | null;
  @Field(() => ErrorHandlingEnum, {
    nullable: true,
    description: 'Handling of that error: what has to happen before it can work; null without one.',
  })
  handling: Refusal['handling'] | null;
}

export function pauseCauseOf(
  kind: PauseKind,
  errorCode: number | null = null,
  subcode: number | null = null,
): PauseCause {
  return { kind, errorCode, handling: errorCode === null ? null : metaErrorOf(errorCode, subcode).handling };
}

/** Cause of what holds an account or a number back; null: nothing does, or it was not recorded. */
export function sendingPauseCauseOf(held: {
  sendingPauseReason: string | null;
  sendingPauseCode: number | null;
  sendingPauseSubcode: number | null;
}): PauseCause | null {
  const { sendingPauseReason, sendingPauseCode, sendingPauseSubcode } = held;
  if (sendingPauseReason === null) return null;
  if (sendingPauseReason === LOST_KEY_REASON) return pauseCauseOf('KEY_LOST');
  return sendingPauseCode === null ? null : pauseCauseOf('REFUSED', sendingPauseCode, sendingPauseSubcode);
}
