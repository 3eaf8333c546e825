import { DomainError, type Problem } from '../../common/errors/domain-error.js';
import { parseRfc3339, RFC3339_EXPECTED } from '../../common/rfc3339.js';
import { because } from '../../common/errors/because.js';

/** Body of `POST /v1/messages`, as its schema lets it through. */
export interface SendMessageBody {
  to?: { phoneNumber?: string; contactId?: string; externalId?: string };
  accountId?: string;
  phoneNumberId?: string;
  text?: string;
  media?: { mediaId: string; kind?: string; caption?: string };
  template?: {
    templateId: string;
    recordId?: string;
    record?: object;
    values?: object[];
    mediaId?: string;
  };
  /** Of the message that is quoted. */
  replyTo?: string;
  /** By RFC 3339. */
  sendAt?: string;
}

/** Names of GraphQL's inputs whose place in the body is another. */
const PLACES: Readonly<Record<string, string[]>> = {
  conversationId: ['to'],
  replyToId: ['replyTo'],
  templateId: ['template', 'templateId'],
  idempotencyKey: ['Idempotency-Key'],
};

const ADDRESSES: ReadonlySet<string> = new Set(['phoneNumber', 'contactId', 'externalId']);

/** The problem with its path as it stands in the body (or the header), instead of GraphQL's input. */
export function inBody(problem: Problem): Problem {
  const [first, second, third, ...rest] = problem.path ?? [];
  if (first === undefined) return problem;
  if (first === 'content') {
    return {
      ...problem,
      path: second === 'media' ? ['media', ...[third].flatMap((part) => part ?? []), ...rest] : ['text'],
    };
  }
  if (first !== 'recipients') {
    const place = PLACES[first] ?? [first];
    return { ...problem, path: [...place, ...[second, third].flatMap((part) => part ?? []), ...rest] };
  }
  if (third === undefined) return { ...problem, path: [] };
  const isAddress = ADDRESSES.has(third);
  return { ...problem, path: [isAddress ? 'to' : 'template', third, ...rest] };
}

/** When to send, as GraphQL takes it; undefined: at once. @throws DomainError */
export function sendTimeOf({ sendAt }: SendMessageBody): string | undefined {
  if (sendAt === undefined || parseRfc3339(sendAt) !== null) return sendAt;
  const why = because('OTHER_TYPE_EXPECTED', { expected: RFC3339_EXPECTED });
  throw new DomainError({ code: 'INVALID_FORMAT', ...why, path: ['sendAt'] });
}

/** What a text or a file quotes. @throws DomainError beside a template, which quotes nothing */
export function quotedBy({ replyTo, template }: SendMessageBody): string | undefined {
  if (replyTo === undefined || template === undefined) return replyTo;
  throw new DomainError({ code: 'INVALID_INPUT', ...because('TEMPLATE_QUOTES_NOTHING'), path: ['replyTo'] });
}
