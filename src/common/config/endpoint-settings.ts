import { asInteger, asList, setting } from './setting.js';

/** Settings of webhooks to other systems. */
export const ENDPOINT_SETTINGS = {
  ENDPOINT_DELIVERY_RETENTION_DAYS: setting(
    'Days for which webhooks to other systems are kept, with what became of them. What still waits is kept.',
    '14',
    14,
    asInteger(1, 3650),
  ),
  ENDPOINT_PRIVATE_HOSTS: setting(
    'Hosts in a private network, or this machine itself, to which webhooks may be sent, also by http, comma-separated. Without it webhooks leave for the public internet by https alone.',
    'odoo.internal',
    [] as string[],
    asList,
  ),
};
