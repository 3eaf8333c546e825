/** Meta's business-scoped user id: a country, `ENT.` for one of a group of portfolios, and what tells the user. */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

export function isUserId(text: string): boolean {
  return USER_ID.test(text);
}

/**
 * A person's ids as Meta means them: webhooks and answers may write a user id where a number stands. What is no number is
 * never taken for one.
 */
export function idsInPlace(ids: { waId: string | null; userId: string | null }): {
  waId: string | null;
  userId: string | null;
} {
  if (ids.waId === null || !isUserId(ids.waId)) return ids;
  return { waId: null, userId: ids.userId ?? ids.waId };
}
