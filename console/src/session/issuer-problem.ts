import type { TextId } from '../language/text';

/** Reasons with which the issuer's way back ends. */
const KNOWN: Record<string, TextId> = {
  ISSUER_UNREACHABLE: 'signIn.problem.ISSUER_UNREACHABLE',
  ISSUER_REFUSED: 'signIn.problem.ISSUER_REFUSED',
  ISSUER_TOKEN_EXPIRED: 'signIn.problem.CLOCKS',
  ISSUER_TOKEN_FROM_THE_FUTURE: 'signIn.problem.CLOCKS',
  ISSUER_GIVES_NO_ROLE: 'signIn.problem.ISSUER_GIVES_NO_ROLE',
  EMAIL_OF_ANOTHER_USER: 'signIn.problem.EMAIL_OF_ANOTHER_USER',
  USER_INACTIVE: 'signIn.problem.USER_INACTIVE',
  SIGN_IN_NOT_BEGUN_HERE: 'signIn.problem.SIGN_IN_NOT_BEGUN_HERE',
};

/** What is said of a sign-in at the issuer that did not succeed; what stands in the address is never shown itself. */
export function issuerProblemText(reason: string): TextId {
  return Object.hasOwn(KNOWN, reason) ? (KNOWN[reason] ?? 'signIn.problem.OTHER') : 'signIn.problem.OTHER';
}
