import type { Migrations } from '../src/common/database/migrations/migrations.js';
import { CreatePeople1763800000001 } from './1763800000001-create-people.js';
import { CreateAccounts1763800000002 } from './1763800000002-create-accounts.js';
import { CreateConversations1763800000003 } from './1763800000003-create-conversations.js';
import { CreateWebhooksAndEvents1763800000004 } from './1763800000004-create-webhooks-and-events.js';
import { CreateDataModels1763800000005 } from './1763800000005-create-data-models.js';
import { CreateMedia1763800000006 } from './1763800000006-create-media.js';
import { CreateTemplates1763800000007 } from './1763800000007-create-templates.js';
import { SendTemplates1763800000008 } from './1763800000008-send-templates.js';
import { WorkTogether1763800000009 } from './1763800000009-work-together.js';
import { SendAtAPace1763800000010 } from './1763800000010-send-at-a-pace.js';
import { CompleteEditedMigrations1763800000011 } from './1763800000011-complete-edited-migrations.js';
import { SayTheFieldsWords1763800000012 } from './1763800000012-say-the-fields-words.js';
import { OnePersonOneNumber1763800000015 } from './1763800000015-one-person-one-number.js';
import { HoldWhatIsRefused1763800000016 } from './1763800000016-hold-what-is-refused.js';
import { KeepWhatMetaReports1763800000017 } from './1763800000017-keep-what-meta-reports.js';
import { LimitRates1763800000019 } from './1763800000019-limit-rates.js';
import { GuardSessionsAndKeepAnAudit1763800000020 } from './1763800000020-guard-sessions-and-keep-an-audit.js';
import { LimitModelsToAccounts1763800000021 } from './1763800000021-limit-models-to-accounts.js';
import { OrderByPosition1763800000022 } from './1763800000022-order-by-position.js';
import { OrderChatsBySecond1763800000024 } from './1763800000024-order-chats-by-second.js';
import { KeepGrowthCheap1763800000029 } from './1763800000029-keep-growth-cheap.js';
import { CountTemplateMessages1763800000034 } from './1763800000034-count-template-messages.js';
import { PartitionEvents1763800000039 } from './1763800000039-partition-events.js';
import { IndexTheInbox1763800000040 } from './1763800000040-index-the-inbox.js';
import { QueueApart1763800000043 } from './1763800000043-queue-apart.js';
import { PrepareBroadcasts1763800000044 } from './1763800000044-prepare-broadcasts.js';
import { SearchByRecency1763800000045 } from './1763800000045-search-by-recency.js';
import { LabelConversations1763800000046 } from './1763800000046-label-conversations.js';
import { KeepCannedReplies1763800000047 } from './1763800000047-keep-canned-replies.js';
import { TellWhatHappened1763800000048 } from './1763800000048-tell-what-happened.js';
import { TallyMessages1763800000049 } from './1763800000049-tally-messages.js';
import { InvitePeople1763800000050 } from './1763800000050-invite-people.js';
import { SendWebhooksOut1763800000051 } from './1763800000051-send-webhooks-out.js';
import { AlertPeople1763800000052 } from './1763800000052-alert-people.js';
import { ProcessInLanes1763800000053 } from './1763800000053-process-in-lanes.js';
import { PartitionDeliveries1763800000054 } from './1763800000054-partition-deliveries.js';
import { SayWhySendingWaits1763800000055 } from './1763800000055-say-why-sending-waits.js';
import { KeepSubcodesOfPauses1763800000056 } from './1763800000056-keep-subcodes-of-pauses.js';
import { FilterRecords1763800000057 } from './1763800000057-filter-records.js';
import { KeepRecordRules1763800000058 } from './1763800000058-keep-record-rules.js';
import { SendToOneAlone1763800000059 } from './1763800000059-send-to-one-alone.js';
import { NameContacts1763800000060 } from './1763800000060-name-contacts.js';
import { ScheduleMessages1763800000061 } from './1763800000061-schedule-messages.js';
import { BindHeaderFiles1763800000062 } from './1763800000062-bind-header-files.js';
import { WordStoredTexts1763800000063 } from './1763800000063-word-stored-texts.js';
import { KeepTraceContexts1763800000064 } from './1763800000064-keep-trace-contexts.js';
import { SignInForCompanies1763800000065 } from './1763800000065-sign-in-for-companies.js';
import { ReadHistories1763800000066 } from './1763800000066-read-histories.js';
import { EraseSentFiles1763800000069 } from './1763800000069-erase-sent-files.js';
import { VacuumLanes1763800000070 } from './1763800000070-vacuum-lanes.js';
import { FollowNumbers1763800000073 } from './1763800000073-follow-numbers.js';
import { PriceByRecipients1763800000074 } from './1763800000074-price-by-recipients.js';
import { SendMarketingByItsApi1763800000076 } from './1763800000076-send-marketing-by-its-api.js';
import { KeepAnalyticsOfMeta1763800000077 } from './1763800000077-keep-analytics-of-meta.js';

/** In the order in which they run. */
export const MIGRATIONS: Migrations = [
  CreatePeople1763800000001,
  CreateAccounts1763800000002,
  CreateConversations1763800000003,
  CreateWebhooksAndEvents1763800000004,
  CreateDataModels1763800000005,
  CreateMedia1763800000006,
  CreateTemplates1763800000007,
  SendTemplates1763800000008,
  WorkTogether1763800000009,
  SendAtAPace1763800000010,
  CompleteEditedMigrations1763800000011,
  SayTheFieldsWords1763800000012,
  OnePersonOneNumber1763800000015,
  HoldWhatIsRefused1763800000016,
  KeepWhatMetaReports1763800000017,
  LimitRates1763800000019,
  GuardSessionsAndKeepAnAudit1763800000020,
  LimitModelsToAccounts1763800000021,
  OrderByPosition1763800000022,
  OrderChatsBySecond1763800000024,
  KeepGrowthCheap1763800000029,
  CountTemplateMessages1763800000034,
  PartitionEvents1763800000039,
  IndexTheInbox1763800000040,
  QueueApart1763800000043,
  PrepareBroadcasts1763800000044,
  SearchByRecency1763800000045,
  LabelConversations1763800000046,
  KeepCannedReplies1763800000047,
  TellWhatHappened1763800000048,
  TallyMessages1763800000049,
  InvitePeople1763800000050,
  SendWebhooksOut1763800000051,
  AlertPeople1763800000052,
  ProcessInLanes1763800000053,
  PartitionDeliveries1763800000054,
  SayWhySendingWaits1763800000055,
  KeepSubcodesOfPauses1763800000056,
  FilterRecords1763800000057,
  KeepRecordRules1763800000058,
  SendToOneAlone1763800000059,
  NameContacts1763800000060,
  ScheduleMessages1763800000061,
  BindHeaderFiles1763800000062,
  WordStoredTexts1763800000063,
  KeepTraceContexts1763800000064,
  SignInForCompanies1763800000065,
  ReadHistories1763800000066,
  EraseSentFiles1763800000069,
  VacuumLanes1763800000070,
  FollowNumbers1763800000073,
  PriceByRecipients1763800000074,
  SendMarketingByItsApi1763800000076,
  KeepAnalyticsOfMeta1763800000077,
];
