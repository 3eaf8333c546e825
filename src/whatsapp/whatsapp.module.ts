import { Module } from '@nestjs/common';
import { AccountsApi } from './accounts-api.js';
import { BlocksApi } from './blocks-api.js';
import { GraphClient } from './graph-client.js';
import { MessagesApi } from './messages/messages-api.js';
import { PhoneAppApi } from './phone-app-api.js';
import { TemplatesApi } from './templates/templates-api.js';
import { MetaTransport } from './transport/meta-transport.js';

/** Meta's WhatsApp Business Platform: the only place that knows Meta's JSON. It has no tables. */
@Module({
  providers: [
    MetaTransport,
    GraphClient,
    // one API a family of Meta's objects
    AccountsApi,
    BlocksApi,
    MessagesApi,
    PhoneAppApi,
    TemplatesApi,
  ],
  exports: [AccountsApi, BlocksApi, MessagesApi, PhoneAppApi, TemplatesApi],
})
export class WhatsappModule {}
