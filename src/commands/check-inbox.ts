import { Global, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../../migrations/index.js';
import { Config } from '../common/config/config.js';
import { ConfigModule } from '../common/config/config.module.js';
import { ConfigError, readSettings } from '../common/config/settings.js';
import { DatabaseModule } from '../common/database/database.module.js';
import { ReadinessService } from '../common/health/readiness.service.js';
import { RawRoutes } from '../common/http/raw-routes.js';
import {
  CheckInboxService,
  type InboxDifference,
  type InboxReport,
} from '../modules/conversations/inbox/check-inbox.service.js';
import { InboxFactsService } from '../modules/conversations/inbox/inbox-facts.service.js';
import { InboxRowsService } from '../modules/conversations/inbox/inbox-rows.service.js';
import { MessageInboxFacts } from '../modules/messages/reading/message-inbox-facts.js';

/** Where parts say what a server depends on; nobody asks here. */
@Global()
@Module({ providers: [ReadinessService], exports: [ReadinessService] })
class ReadinessModule {}

/** No more than the check needs. */
@Module({})
class CheckModule {
  static for(config: Config): DynamicModule {
    return {
      module: CheckModule,
      imports: [ConfigModule.for(config, new RawRoutes()), ReadinessModule, DatabaseModule.with(MIGRATIONS)],
      providers: [InboxRowsService, InboxFactsService, MessageInboxFacts, CheckInboxService],
    };
  }
}

/** Compares the read model of the inbox with messages, participants and read markers; `repairs` puts right what differs. */
export async function inspectInbox(repairs: boolean, environment: NodeJS.ProcessEnv): Promise<InboxReport> {
  const { values, problems } = readSettings(environment);
  if (problems.length > 0) throw new ConfigError(problems);
  const app = await NestFactory.createApplicationContext(CheckModule.for(new Config(values)), {
    logger: false, // what goes wrong is thrown, and printed once
    abortOnError: false,
  });
  try {
    return await app.get(CheckInboxService).check(repairs);
  } finally {
    await app.close();
  }
}

/** As `inspectInbox`, printed. @returns the exit code: 1 where something differs and was not repaired */
export async function checkInbox(repairs: boolean, environment: NodeJS.ProcessEnv): Promise<number> {
  const { conversations, differences, examples } = await inspectInbox(repairs, environment);
  const found = differences === 0 ? 'nothing differs' : `${differences} differences${repairs ? ', repaired' : ''}`;
  process.stdout.write([`Conversations compared: ${conversations}; ${found}.`, ...examples.map(lineOf), ''].join('\n'));
  return differences > 0 && !repairs ? 1 : 0;
}

/** One difference in one line, with ids and no names. */
export function lineOf({ conversationId, userId, field, stored, expected }: InboxDifference): string {
  const person = userId === null ? '' : `, person ${userId}`;
  return `conversation ${conversationId}${person}: ${field} is ${stored ?? 'missing'}, should be ${expected ?? 'missing'}`;
}
