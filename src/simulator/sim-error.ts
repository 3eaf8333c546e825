import { randomBytes } from 'node:crypto';

export interface SimErrorBody {
  error: Record<string, unknown>;
}

/** An answer that is an error, in Meta's envelope. */
export class SimError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly extra: { subcode?: number; details?: string; userTitle?: string; userMessage?: string } = {},
  ) {
    super(message);
  }

  body(): SimErrorBody {
    const { subcode, details, userTitle, userMessage } = this.extra;
    return {
      error: {
        message: this.message,
        type: 'OAuthException',
        code: this.code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
        ...(userTitle === undefined
          ? {}
          : { is_transient: false, error_user_title: userTitle, error_user_msg: userMessage }),
        fbtrace_id: `A${randomBytes(8).toString('base64url')}`,
      },
    };
  }
}

export function invalidParameter(details: string): SimError {
  return new SimError(400, 100, '(#100) Invalid parameter', { details });
}

export function missingParameter(name: string): SimError {
  return new SimError(400, 100, `(#100) The parameter ${name} is required.`);
}

export function invisibleObject(id: string): SimError {
  return new SimError(
    400,
    100,
    `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33 },
  );
}

/** A planned error: any code, with a plausible text. */
export function errorWithCode(code: number, subcode?: number): SimError {
  const status =
    code === 190 || code === 0
      ? 401
      : code === 2 || code === 131016 || code === 133004
        ? 503
        : code === 131000
          ? 500
          : 400;
  return new SimError(status, code, `(#${code}) Simulated error`, {
    details: `Simulated error ${code}`,
    ...(subcode === undefined ? {} : { subcode }),
  });
}
