import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BYTE_ORDER_MARK, csvRow } from '../../common/text/csv.js';
import { MESSAGE_STATUSES, type MessageStatus } from '../messages/domain/message-status.js';
import { BroadcastOutcomesService, type BroadcastOutcome } from '../messages/reading/broadcast-outcomes.service.js';
import { AuthenticationService } from '../users/authentication/authentication.service.js';
import { isAllowed } from '../users/domain/permissions.js';
import type { BroadcastEntity } from './broadcast.entity.js';
import { BroadcastsService } from './broadcasts.service.js';

const COLUMNS = [
  'message_id',
  'recipient',
  'phone_number',
  'record_external_id',
  'status',
  'sent_at',
  'delivered_at',
  'read_at',
  'failed_at',
  'error_code',
  'reason',
];

/**
 * `GET /broadcasts/:id/outcomes.csv`: what became of each message, and who was left out (status SKIPPED), for whoever may read
 * a broadcast's messages. `?bom=1` begins with a byte order mark; `?status=FAILED,READ` narrows. Streamed: any number of rows.
 */
@Controller('broadcasts')
export class BroadcastOutcomesController {
  constructor(
    private readonly authentication: AuthenticationService,
    private readonly broadcasts: BroadcastsService,
    private readonly outcomes: BroadcastOutcomesService,
  ) {}

  @Get(':id/outcomes.csv')
  async read(
    @Param('id') id: string,
    @Query('status') status: string | undefined,
    @Query('bom') bom: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const viewer = await this.authentication.viewerOf(request);
    if (viewer === null) return refuse(reply, 401, 'UNAUTHENTICATED', 'Send Authorization: Bearer <token or API key>.');
    if (!isAllowed(viewer, 'READ_BROADCAST_MESSAGES')) return refuse(reply, 403, 'FORBIDDEN', 'You may not read this.');
    const statuses = status === undefined || status === '' ? null : String(status).split(',');
    if (statuses?.every(isStatus) === false) {
      return refuse(
        reply,
        400,
        'INVALID_INPUT',
        `status is one or more of ${[...MESSAGE_STATUSES, 'SKIPPED'].join(', ')}.`,
      );
    }
    const broadcast = await this.broadcasts.find(viewer, id);
    if (broadcast === null)
      return refuse(reply, 404, 'NOT_FOUND', 'There is no such broadcast, or you may not see it.');
    const begin = bom === '1' || bom === 'true' ? BYTE_ORDER_MARK : '';
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="broadcast-${broadcast.id}.csv"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(this.lines(broadcast, statuses, begin)));
  }

  private async *lines(broadcast: BroadcastEntity, statuses: string[] | null, begin: string): AsyncGenerator<string> {
    yield begin + csvRow(COLUMNS);
    const ofMessages = statuses?.filter((status): status is MessageStatus => status !== 'SKIPPED') ?? null;
    if (ofMessages === null || ofMessages.length > 0) {
      for await (const batch of this.outcomes.of(broadcast.id, ofMessages)) yield batch.map(lineOf).join('');
    }
    if (statuses?.includes('SKIPPED') === false) return;
    for (const { problems } of broadcast.skipped) {
      const [first] = problems;
      const reason = problems.map(({ message }) => message).join(' ');
      yield csvRow([null, null, null, null, 'SKIPPED', null, null, null, null, first?.code ?? null, reason]);
    }
  }
}

function lineOf(outcome: BroadcastOutcome): string {
  const { messageId, recipient, phoneNumber, recordExternalId, status, errorCode, reason } = outcome;
  const times = [outcome.sentAt, outcome.deliveredAt, outcome.readAt, outcome.failedAt].map(
    (time) => time?.toISOString() ?? null,
  );
  return csvRow([messageId, recipient, phoneNumber, recordExternalId, status, ...times, errorCode, reason]);
}

function isStatus(text: string): boolean {
  return text === 'SKIPPED' || MESSAGE_STATUSES.some((status) => status === text);
}

async function refuse(reply: FastifyReply, status: number, code: string, message: string): Promise<void> {
  await reply.code(status).send({ errors: [{ code, message }] });
}
