import { createHash, randomBytes } from 'node:crypto';

/** A Meta app: its secret signs webhooks, its subscription says where they go. */
export interface SimApp {
  id: string;
  name: string;
  secret: string;
  isLive: boolean;
  subscription: { callbackUrl: string; verifyToken: string; fields: string[] } | null;
}

export interface SimToken {
  value: string;
  appId: string;
  kind: 'USER' | 'SYSTEM_USER';
  /** An employee system user sees no account. */
  role: 'ADMIN' | 'EMPLOYEE';
  scopes: string[];
  /** Unix milliseconds; null: never. */
  expiresAt: number | null;
  isRevoked: boolean;
  /** The accounts that it was made for; null: all. */
  wabaIds: string[] | null;
}

export interface SimWaba {
  id: string;
  name: string;
  subscribedAppIds: Set<string>;
  overrideCallbackUrl: string | null;
  hasPayment: boolean;
  /** Absent: verified. */
  isBusinessVerified?: boolean;
}

export interface SimPhone {
  id: string;
  wabaId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  status: string;
  qualityRating: string;
  throughput: 'STANDARD' | 'HIGH';
  overrideCallbackUrl: string | null;
}

export interface SimCustomer {
  /** Digits of the phone number; null for one who hides it. */
  waId: string | null;
  /** Business-scoped user id. */
  userId: string;
  name: string;
  username: string | null;
  isOnWhatsApp: boolean;
  hasReadReceipts: boolean;
}

/** A message as the customer sees it. */
export interface SimMessage {
  wamid: string;
  phoneId: string;
  customerUserId: string;
  direction: 'IN' | 'OUT';
  type: string;
  text: string;
  body: Record<string, unknown>;
  at: number;
  status: string;
  callbackData: string | null;
}

export interface SimTemplate {
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  components: Record<string, unknown>[];
  parameterFormat: string;
  qualityScore: string;
  rejectedReason: string;
  /** Announced: what the category will be. */
  correctCategory: string | null;
  previousCategory: string | null;
  /** While it was approved. */
  editedAt: number[];
  /** What Meta has on it beside its content, in Meta's words. */
  settings?: Record<string, unknown>;
}

export interface SimMedia {
  id: string;
  phoneId: string;
  mimeType: string;
  bytes: Buffer;
  createdAt: number;
}

export interface ReceivedRequest {
  at: number;
  method: string;
  path: string;
  body: unknown;
  status: number;
}

/** A fault that the next calls run into. */
export interface PlannedError {
  /** A part of the path, such as /messages; empty: every call. */
  path: string;
  times: number;
  kind: 'CODE' | 'HTTP_500' | 'RESET_BEFORE' | 'RESET_AFTER';
  code: number;
  subcode?: number;
}

export interface SimSettings {
  /** Milliseconds after which a status follows; null: never. */
  sentAfterMs: number | null;
  deliveredAfterMs: number | null;
  readAfterMs: number | null;
  templateReviewMs: number | null;
  latencyMs: number;
  /** Send every webhook this many times more. */
  duplicateWebhooks: number;
  shuffleWebhooks: boolean;
  /** How often a webhook is tried that nobody takes; Meta does it for seven days. */
  webhookAttempts: number;
  enforceRateLimits: boolean;
  /** Templates of an account, each language counted. */
  templateLimit: number;
  /** Calls that manage an account, in an hour; more are refused with 80007. */
  managementCallsAnHour: number;
  /** Template messages are HELD first, while Meta judges their quality. */
  holdTemplates: boolean;
}

export const DEFAULT_SETTINGS: SimSettings = {
  sentAfterMs: 150,
  deliveredAfterMs: 600,
  readAfterMs: null,
  templateReviewMs: null,
  latencyMs: 0,
  duplicateWebhooks: 0,
  shuffleWebhooks: false,
  webhookAttempts: 8,
  enforceRateLimits: true,
  templateLimit: 6_000,
  managementCallsAnHour: 5_000,
  holdTemplates: false,
};

const MAX_RECORDED_REQUESTS = 5_000;

/** The state of a simulated Meta. In memory; the demo keeps it in a file (saved-world.ts). */
export class SimWorld {
  readonly apps = new Map<string, SimApp>();
  readonly tokens = new Map<string, SimToken>();
  readonly wabas = new Map<string, SimWaba>();
  readonly phones = new Map<string, SimPhone>();
  readonly customers: SimCustomer[] = [];
  readonly messages: SimMessage[] = [];
  readonly templates = new Map<string, SimTemplate>();
  readonly media = new Map<string, SimMedia>();
  readonly uploads = new Map<string, { appId: string; type: string; length: number; bytes: Buffer }>();
  /** Types of uploaded samples, by handle. */
  readonly uploadedTypes = new Map<string, string>();
  /** When a business last showed a customer that it types, by `<phone> <customer>`. */
  readonly typingSince = new Map<string, number>();
  /** When a business blocked a customer, by `<phone> <customer>`. */
  readonly blocks = new Map<string, number>();
  readonly requests: ReceivedRequest[] = [];
  readonly plannedErrors: PlannedError[] = [];
  settings: SimSettings = { ...DEFAULT_SETTINGS };
  private readonly byWamid = new Map<string, SimMessage>();
  private clockOffsetMs = 0;
  private lastId = 0;
  /** Grows with everything that may have changed the world. */
  revision = 0;

  now(): number {
    return Date.now() + this.clockOffsetMs;
  }

  advance(milliseconds: number): void {
    this.clockOffsetMs += milliseconds;
  }

  /** Ids are decimal texts of 16 digits, larger than a JavaScript number should hold. */
  newId(): string {
    this.lastId += 1;
    return `9${String(Date.now()).slice(-10)}${String(this.lastId).padStart(6, '0')}`;
  }

  /** A new id of a template: larger than a JavaScript number can hold exactly, and never used again. */
  newTemplateId(): string {
    this.lastId += 1;
    return `${Date.now()}${String(this.lastId * 2 + 1).padStart(5, '0')}`;
  }

  addMessage(message: SimMessage): void {
    this.messages.push(message);
    this.byWamid.set(message.wamid, message);
  }

  message(wamid: string): SimMessage | undefined {
    return this.byWamid.get(wamid);
  }

  customerByNumber(number: string): SimCustomer | undefined {
    const digits = number.replace(/\D/g, '');
    return this.customers.find(({ waId }) => waId !== null && (waId === digits || isNinthDigitVariant(waId, digits)));
  }

  customerByUserId(userId: string): SimCustomer | undefined {
    return this.customers.find((customer) => customer.userId === userId);
  }

  /** The customer with this number, made on first contact. */
  ensureCustomer(waId: string, name = `Customer ${waId.slice(-4)}`): SimCustomer {
    const existing = this.customerByNumber(waId);
    if (existing !== undefined) return existing;
    const customer: SimCustomer = {
      waId: waId.replace(/\D/g, ''),
      userId: userIdOf(waId.replace(/\D/g, '')),
      name,
      username: null,
      isOnWhatsApp: true,
      hasReadReceipts: true,
    };
    this.customers.push(customer);
    return customer;
  }

  /** What has to be kept beside the public fields, so that a restored world goes on: ids are never given twice. */
  get counters(): { clockOffsetMs: number; lastId: number } {
    return { clockOffsetMs: this.clockOffsetMs, lastId: this.lastId };
  }

  set counters({ clockOffsetMs, lastId }: { clockOffsetMs: number; lastId: number }) {
    Object.assign(this, { clockOffsetMs, lastId });
  }

  phonesOf(wabaId: string): SimPhone[] {
    return [...this.phones.values()].filter((phone) => phone.wabaId === wabaId);
  }

  recordRequest(request: ReceivedRequest): void {
    this.requests.push(request);
    if (this.requests.length > MAX_RECORDED_REQUESTS) this.requests.shift();
  }

  /** When a customer last wrote to a number. */
  lastInboundAt(phoneId: string, customer: SimCustomer): number | null {
    const last = this.messages.findLast(
      (message) =>
        message.direction === 'IN' && message.phoneId === phoneId && message.customerUserId === customer.userId,
    );
    return last?.at ?? null;
  }
}

/** A user id that follows from the number, so that a world that was lost knows people by the ids they had. */
function userIdOf(waId: string): string {
  return `US.${createHash('sha256').update(waId).digest().readBigUInt64BE()}`;
}

/** Brazil: the same mobile number with and without the ninth digit; Meta knows it under one of them. */
function isNinthDigitVariant(waId: string, digits: string): boolean {
  return (
    digits.startsWith('55') &&
    digits.length === 13 &&
    digits[4] === '9' &&
    waId === digits.slice(0, 4) + digits.slice(5)
  );
}

/** wamid in Meta's layout: the number, the direction and a random id, in base64. */
export function newWamid(number: string, isInbound: boolean): string {
  const id = randomBytes(10).toString('hex').toUpperCase();
  const parts = [
    Buffer.from([0x1c, 0x18, number.length]),
    Buffer.from(number),
    Buffer.from([0x15, 0x02, 0x00, isInbound ? 0x12 : 0x11, 0x18, id.length]),
    Buffer.from(id),
    Buffer.from([0x00]),
  ];
  return `wamid.${Buffer.concat(parts).toString('base64')}`;
}
