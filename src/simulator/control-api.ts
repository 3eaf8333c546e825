/**
 * The control API of the simulator, `/sim`, in types: what it answers and takes. Its routes and its page share them.
 * It is no part of Meta. Every refusal is `{ error }` with status 400 (what was sent cannot be read) or 404 (there is no such thing).
 */

/** JSON in Meta's words. */
export type MetaJson = Record<string, unknown>;

export interface SimPhone {
  id: string;
  wabaId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  status: string;
  qualityRating: string;
  throughput: 'STANDARD' | 'HIGH';
  overrideCallbackUrl: string | null;
  /** Whether customers may call it, and be asked. Absent: no. */
  hasCalling?: boolean;
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
  /** Has blocked the business: nothing reaches them. Absent: no. */
  hasBlocked?: boolean;
  /** Has stopped marketing messages. Absent: no. */
  refusesMarketing?: boolean;
}

/** A message as the customer sees it. */
export interface SimMessage {
  wamid: string;
  phoneId: string;
  customerUserId: string;
  direction: 'IN' | 'OUT';
  type: string;
  text: string;
  /** What Meta puts under the type's name. */
  body: MetaJson;
  /** Unix milliseconds of the simulator's clock, as all times here. */
  at: number;
  status: string;
  callbackData: string | null;
  /** The message that it answers. Absent: none. */
  quotes?: string;
  /** Of a template: what it looks like. */
  template?: RenderedTemplate;
  /** Whether it came by the Marketing Messages API. Absent: by the ordinary endpoint. */
  isMarketingLite?: boolean;
}

/** A template as the customer reads it, filled in. Parts that it does not have are empty. */
export interface RenderedTemplate {
  name: string;
  language: string;
  category: string;
  header: string;
  /** Of the header: `image`, `video`, `document`, `location` or `product`, as the business sent it. */
  headerContent: { kind: string; value: MetaJson } | null;
  body: string;
  footer: string;
  buttons: RenderedButton[];
  cards: { headerContent: RenderedTemplate['headerContent']; body: string; buttons: RenderedButton[] }[];
  /** The order that is to be paid, or news of one, as the business sent it. */
  order: { type: 'order_details' | 'order_status'; parameters: MetaJson } | null;
}

export interface RenderedButton {
  /** As Meta names it: QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, OTP, FLOW … */
  type: string;
  text: string;
  /** Of a URL: filled in. Of a phone number: the number. Of a code: the code. Of a quick reply: the payload. */
  value: string;
}

export interface SimTemplate {
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  components: MetaJson[];
  parameterFormat: string;
  qualityScore: string;
  rejectedReason: string;
  /** Announced: what the category will be. */
  correctCategory: string | null;
  previousCategory: string | null;
  /** While it was approved. */
  editedAt: number[];
  /** What Meta has on it beside its content, in Meta's words. */
  settings?: MetaJson;
}

/** What the reviewer, customers and Meta do with a template: `POST /sim/templates/:id/decision`. */
export interface TemplateDecision {
  /** APPROVED, REJECTED, PAUSED, DISABLED, FLAGGED, REINSTATED … */
  event?: string;
  /** Of a rejection, such as INVALID_FORMAT. */
  reason?: string;
  /** Further fields of the webhook. */
  info?: MetaJson;
  /** GREEN, YELLOW, RED or UNKNOWN. */
  quality?: string;
  category?: string;
  /** The category changes in 24 hours instead of now. */
  announced?: boolean;
}

/** A fault that the next calls run into. */
export interface PlannedError {
  /** A part of the path, such as /messages; empty: every call. */
  path: string;
  /** How many calls; null: until it is switched off. */
  times: number | null;
  kind: 'CODE' | 'HTTP_500' | 'RESET_BEFORE' | 'RESET_AFTER';
  /** Of CODE: Meta's error code. */
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

/** What can be switched on and off by name: faults of calls, of webhooks, and of the connection. */
export const FAULTS = [
  'CODE',
  'HTTP_500',
  'RESET_BEFORE',
  'RESET_AFTER',
  'LATENCY',
  'QUOTA_USED_UP',
  'TEMPLATES_HELD',
  'STATUSES_MISSING',
  'WEBHOOKS_TWICE',
  'WEBHOOKS_SHUFFLED',
  'WEBHOOKS_TRIED_ONCE',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'APP_NOT_LIVE',
  'PAYMENT_MISSING',
  'BUSINESS_UNVERIFIED',
  'NUMBER_DISCONNECTED',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** Switches a fault: `POST /sim/faults`. */
export interface FaultSwitch {
  fault: FaultName;
  isOn: boolean;
  /** Of CODE, HTTP_500 and RESET_*: see PlannedError. Not given: every call, until switched off. */
  path?: string;
  times?: number | null;
  /** Of CODE; 131000 unless given. */
  code?: number;
  /** Of LATENCY; 2000 unless given. */
  milliseconds?: number;
}

/** A fault that is on. */
export interface FaultOn {
  fault: FaultName;
  /** Of CODE, HTTP_500 and RESET_*. */
  planned?: PlannedError;
  milliseconds?: number;
}

/** A webhook that was sent, latest attempt last. Its body is at `GET /sim/webhooks/:id`. */
export interface SentWebhook {
  id: string;
  at: number;
  /** The app that was told. */
  appId: string;
  field: string;
  url: string;
  /** Of the latest attempt: the HTTP status, or the name of the error; null: none has ended. */
  status: number | string | null;
  tries: number;
  /** Whether it is tried no more. */
  isDone: boolean;
}

/** `GET /sim/webhooks/:id`. */
export interface SentWebhookDetails extends SentWebhook {
  /** The bytes that were signed. */
  body: string;
  signature: string;
  /** The beginning of the latest answer's body. */
  answer: string;
}

export interface SimFile {
  id: string;
  mimeType: string;
  size: number;
}

/** A file that a customer attaches, as a message speaks of it: `POST /sim/media?type=image/png&name=a.png`, the bytes as application/octet-stream. */
export interface AttachedFile {
  id: string;
  mime_type: string;
  sha256: string;
  /** Of documents. */
  filename?: string;
}

/** A new customer: `POST /sim/customers`. With `phone: null` known by the user id alone; without `phone` at a number that is made up. */
export interface NewCustomer {
  name: string;
  phone?: string | null;
  username?: string;
  userId?: string;
}

/** What a customer chooses: `POST /sim/customers/:userId`. */
export type CustomerChoices = Partial<
  Pick<SimCustomer, 'name' | 'isOnWhatsApp' | 'hasReadReceipts' | 'hasBlocked' | 'refusesMarketing'>
>;

/** A customer writes: `POST /sim/inbound`. `from`: a number or a user id; without `phoneId` to the first number of the business. */
export interface InboundMessage {
  from: string;
  phoneId?: string;
  /** text unless given. */
  type?: string;
  /** Of a text. */
  text?: string;
  /** Of every other type: what Meta puts under the type's name. */
  content?: MetaJson | MetaJson[];
  /** Further fields of the message, such as `{ context: { id } }`. */
  extra?: MetaJson;
}

/** What the simulated Meta knows: `GET /sim/state`. That it has changed is told by `GET /sim/events`. */
export interface SimState {
  now: number;
  settings: SimSettings;
  phones: SimPhone[];
  customers: SimCustomer[];
  /** The latest 500. */
  messages: SimMessage[];
  templates: SimTemplate[];
  /** To whom a business shows that it types, and until when. */
  typing: { phoneId: string; customerUserId: string; until: number }[];
  /** Whom a business has blocked. */
  blocks: { phoneId: string; customerUserId: string }[];
  /** Those that are on. */
  faults: FaultOn[];
  /** The latest 100. */
  webhooks: SentWebhook[];
  /** The latest 500. */
  files: SimFile[];
}

/** A refusal of the control API. */
export interface ControlRefusal {
  error: string;
}
