import { Module } from '@nestjs/common';
import { AccountsApi } from './accounts-api.js';
import { BlocksApi } from './blocks-api.js';
import { GraphClient } from './graph-client.js';
import { InsightsApi } from './insights-api.js';
import { MessagesApi } from './messages/messages-api.js';
import { ConversationalApi } from './numbers/conversational-api.js';
import { ProfileApi } from './numbers/profile-api.js';
import { QrCodesApi } from './numbers/qr-codes-api.js';
import { RegistrationApi } from './numbers/registration-api.js';
import { PhoneAppApi } from './phone-app-api.js';
import { TemplatesApi } from './templates/templates-api.js';
import { MetaTransport } from './transport/meta-transport.js';
import { UploadsApi } from './uploads-api.js';

/** Meta's WhatsApp Business Platform: the only place that knows Meta's JSON. It has no tables. */
@Module({
  providers: [
    MetaTransport,
    GraphClient,
    // one API a family of Meta's objects
    AccountsApi,
    BlocksApi,
    ConversationalApi,
    InsightsApi,
    MessagesApi,
    PhoneAppApi,
    ProfileApi,
    QrCodesApi,
    RegistrationApi,
    TemplatesApi,
    UploadsApi,
  ],
  exports: [
    AccountsApi,
    BlocksApi,
    ConversationalApi,
    InsightsApi,
    MessagesApi,
    PhoneAppApi,
    ProfileApi,
    QrCodesApi,
    RegistrationApi,
    TemplatesApi,
    UploadsApi,
  ],
})
export class WhatsappModule {}
