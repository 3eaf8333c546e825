import { createHash, randomBytes } from 'node:crypto';
import { newNumberLife, type SimNumberLife } from '../numbers/number-life.js';
import { newPresence, type SimPresence } from '../numbers/presence.js';
import type { SimMedia, SimUpload } from './files.js';
import type { SimMarketing } from './marketing.js';
import type { PlannedError, SimCustomer, SimMessage, SimPhone, SimSettings, SimTemplate } from '../control-api.js';

export type { PlannedError, SimCustomer, SimMessage, SimPhone, SimSettings, SimTemplate };

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
  /** The catalogue that is connected, with the `product_retailer_id` of each product. Absent: none. */
  catalog?: { id: string; productIds: string[] };
  /** Absent: none. */
  flows?: SimFlow[];
  /** Names of the ways to be paid. Absent: none. */
  paymentConfigurations?: string[];
  /** How it stands with the Marketing Messages API. Absent: ELIGIBLE, and not required. */
  marketing?: SimMarketing;
  /** Whether template analytics are on. Absent: off. */
  isEnabledForInsights?: boolean;
  /** Whether Meta does not offer them, as in the EU. Absent: it does. */
  hasNoInsights?: boolean;
}

/** A form. Who may be sent it depends on its status. */
export interface SimFlow {
  id: string;
  name: string;
  status: 'DRAFT' | 'PUBLISHED' | 'THROTTLED' | 'BLOCKED' | 'DEPRECATED';
  screens: string[];
}

export interface ReceivedRequest {
  at: number;
  method: string;
  path: string;
  body: unknown;
  status: number;
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
  /** By the id of their phone. */
  readonly numberLives = new Map<string, SimNumberLife>();
  /** The same. */
  readonly presences = new Map<string, SimPresence>();
  readonly customers: SimCustomer[] = [];
  readonly messages: SimMessage[] = [];
  readonly templates = new Map<string, SimTemplate>();
  readonly media = new Map<string, SimMedia>();
  readonly uploads = new Map<string, SimUpload>();
  /** Types of uploaded samples, by handle. */
  readonly uploadedTypes = new Map<string, string>();
  /** When a business last showed a customer that it types, by `<phone> <customer>`. */
  readonly typingSince = new Map<string, number>();
  /** When a business blocked a customer, by `<phone> <customer>`. */
  readonly blocks = new Map<string, number>();
  readonly requests: ReceivedRequest[] = [];
  /** URLs of the requests that wait for their `latencyMs`. */
  readonly delayed: string[] = [];
  readonly plannedErrors: PlannedError[] = [];
  settings: SimSettings = { ...DEFAULT_SETTINGS };
  private readonly byWamid = new Map<string, SimMessage>();
  private clockOffsetMs = 0;
  private lastId = 0;
  private changes = 0;
  private readonly followers = new Set<() => void>();

  /** Grows with everything that may have changed the world. */
  get revision(): number {
    return this.changes;
  }

  /** To be called after whatever may have changed the world; those who follow it are told. */
  touch(): void {
    this.changes += 1;
    for (const follower of this.followers) follower();
  }

  /** Calls back at every change. @returns ends it */
  follow(follower: () => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

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

  lifeOf({ id }: SimPhone): SimNumberLife {
    const life = this.numberLives.get(id) ?? newNumberLife();
    this.numberLives.set(id, life);
    return life;
  }

  presenceOf({ id }: SimPhone): SimPresence {
    const presence = this.presences.get(id) ?? newPresence();
    this.presences.set(id, presence);
    return presence;
  }

  addMessage(message: SimMessage): void {
    this.messages.push(message);
    this.byWamid.set(message.wamid, message);
    this.touch();
  }

  forgetMessages(): void {
    this.messages.length = 0;
    this.byWamid.clear();
    this.typingSince.clear();
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
    this.touch();
    return customer;
  }

  /** A customer at this number (the one who has it already), at one that is made up, or, with null, known by the user id alone. */
  addCustomer({ name, phone, userId, username }: CustomerToAdd): SimCustomer {
    const customer = phone === null ? this.addHidden(name) : this.ensureCustomer(phone ?? this.freeNumber());
    return Object.assign(customer, {
      name,
      ...(userId === undefined ? {} : { userId }),
      ...(username === undefined ? {} : { username }),
    });
  }

  private addHidden(name: string): SimCustomer {
    const userId = `US.${randomBytes(8).readBigUInt64BE()}`;
    const customer = { waId: null, userId, name, username: null, isOnWhatsApp: true, hasReadReceipts: true };
    this.customers.push(customer);
    this.touch();
    return customer;
  }

  private freeNumber(): string {
    let last = this.customers.length;
    while (this.customerByNumber(madeUpNumber(last)) !== undefined) last += 1;
    return madeUpNumber(last);
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

interface CustomerToAdd {
  name: string;
  phone: string | null | undefined;
  userId: string | undefined;
  username: string | undefined;
}

function madeUpNumber(last: number): string {
  return `1650555${String(last).padStart(4, '0')}`;
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
