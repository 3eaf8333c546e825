import type { Refusal } from './refusal.js';

export type ErrorHandling = Refusal['handling'];

/** Code, title, handling, advice. */
export type CatalogueRow = readonly [number, string, ErrorHandling, string];

export const RENEW_TOKEN =
  'The access token is not valid. Make a permanent one (Business Settings, System users, Generate token) and save it in the account.';
export const GIVE_ACCESS =
  'The token lacks a right. Give the system user full control of the app and the WhatsApp account, with both WhatsApp permissions.';
export const FIX_REQUEST = 'Meta does not accept the content. See details, change the message and send it again.';
export const WAIT = 'Too many requests. The system waits and tries again by itself.';
export const META_TROUBLE = 'Meta has trouble. It is not known whether it was done; a status from Meta will tell.';
export const ADD_PAYMENT = 'Meta needs a valid payment method. Add or mend it in WhatsApp Manager, Payment settings.';
export const REGISTER =
  'The phone number is not registered for the Cloud API. Register it (WhatsApp Manager, Phone numbers), then send again.';
export const FIX_PARAMETERS =
  'The values do not fit the approved template. Synchronise the template and check number and form of its values.';
