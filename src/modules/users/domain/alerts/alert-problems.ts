export const ALERT_PROBLEM_CODES = [
  'PUSH_UNREACHABLE',
  'PUSH_REFUSED',
  'MAIL_UNREACHABLE',
  'MAIL_SIGN_IN_REFUSED',
  'MAIL_ADDRESS_REFUSED',
  'MAIL_REFUSED',
] as const;
export type AlertProblemCode = (typeof ALERT_PROBLEM_CODES)[number];

/** What keeps somebody from being alerted. The message is for people, in English; the code says the same. */
export interface AlertTrouble {
  code: AlertProblemCode;
  message: string;
}

/** What nodemailer says of an e-mail that was not taken. */
export interface MailFailure {
  code?: string;
  /** Of the mail server, such as 535. */
  responseCode?: number;
}

/** Trouble with an e-mail, and whether sending it again may help. An address that a server refuses for good stays refused. */
export function mailTrouble({ code = 'UNKNOWN', responseCode }: MailFailure): AlertTrouble & { isFinal: boolean } {
  const said = responseCode === undefined ? code : `${code}, SMTP ${responseCode}`;
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return {
      code: 'MAIL_SIGN_IN_REFUSED',
      message: `The mail server does not accept the user or password in SMTP_URL (${said}).`,
      isFinal: false,
    };
  if (code === 'EENVELOPE')
    return {
      code: 'MAIL_ADDRESS_REFUSED',
      message: `The mail server does not send from MAIL_FROM, or not to this address (${said}).`,
      isFinal: (responseCode ?? 0) >= 500,
    };
  if (responseCode === undefined)
    return { code: 'MAIL_UNREACHABLE', message: `The mail server cannot be reached (${said}).`, isFinal: false };
  return { code: 'MAIL_REFUSED', message: `The mail server did not take the e-mail (${said}).`, isFinal: false };
}

/** What a push service said: it took it, the browser is gone, it will not take it, or it may be asked again. */
export type PushOutcome =
  | { kind: 'TAKEN' }
  | { kind: 'GONE' }
  | { kind: 'REFUSED'; trouble: AlertTrouble }
  | { kind: 'LATER'; trouble: AlertTrouble };

/** By the status of its answer; null: there was none. */
export function pushOutcome(status: number | null): PushOutcome {
  if (status !== null && status >= 200 && status < 300) return { kind: 'TAKEN' };
  if (status === 404 || status === 410) return { kind: 'GONE' };
  if (status === null || status === 429 || status >= 500) {
    const said = status === null ? 'no answer' : `HTTP ${status}`;
    const message = `The push service of a browser cannot be reached (${said}).`;
    return { kind: 'LATER', trouble: { code: 'PUSH_UNREACHABLE', message } };
  }
  const message = `The push service of a browser refuses pushes of this server (HTTP ${status}).`;
  return { kind: 'REFUSED', trouble: { code: 'PUSH_REFUSED', message } };
}
