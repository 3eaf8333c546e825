import { Module } from '@nestjs/common';
import { AccountsApi } from './accounts-api.js';
import { GraphClient } from './graph-client.js';
import { MessagesApi } from './messages/messages-api.js';
import { TemplatesApi } from './templates/templates-api.js';

/** The only place that knows Meta's JSON. It has no tables. */
@Module({
  providers: [AccountsApi, GraphClient, MessagesApi, TemplatesApi],
  exports: [AccountsApi, MessagesApi, TemplatesApi],
})
export class WhatsappModule {}
