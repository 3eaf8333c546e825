import { AsyncLocalStorage } from 'node:async_hooks';

/** Fields of the log's lines: ids and names of ours, never a text, a number or a name of a person. */
export interface LogFields {
  /** Of a request over HTTP; the answer carries it as X-Request-Id. */
  requestId?: string;
  /** Query or mutation, by its field of the schema. */
  operation?: string;
  /** Trace that is recorded, and its running span, as OpenTelemetry writes them; only where traces are sent somewhere. */
  traceId?: string;
  spanId?: string;
  userId?: string;
  apiKeyId?: string;
  /** Background work. */
  job?: string;
  accountId?: string;
  /** Delivery of a webhook of Meta's. */
  deliveryId?: string;
  messageId?: string;
  conversationId?: string;
  broadcastId?: string;
  mediaId?: string;
  endpointId?: string;
  /** Delivery to a webhook endpoint. */
  endpointDeliveryId?: string;
}

const storage = new AsyncLocalStorage<LogFields>();

/** Runs work of which every line in the log has these fields, beside those that were there. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** Adds fields to what is running, such as who asks, once it is known; does nothing outside `withLogFields`. */
export function addLogFields(fields: LogFields): void {
  Object.assign(storage.getStore() ?? {}, fields);
}

/** Runs work for many at once, which is nobody's in particular, without the fields of whoever happened to begin it. */
export function withoutLogFields<T>(work: () => T): T {
  return storage.exit(work);
}

/** Fields of what is running. */
export function logFields(): LogFields {
  return storage.getStore() ?? {};
}
