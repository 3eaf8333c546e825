import { Body, Controller, Get, Headers, Param, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import { DomainError, notFound, type Problem } from '../../common/errors/domain-error.js';
import { TraceRequests } from '../../common/tracing/trace-requests.interceptor.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { bodyCheck } from './schema/request-check.js';
import { SEND_MESSAGE } from './schema/request-schemas.js';
import { ERRORS, SchemaCalls } from './schema-calls.js';
import { inBody, quotedBy, sendTimeOf, type SendMessageBody } from './send-message-body.js';
import { TextConversationService } from './text-conversation.service.js';

const FIELDS = `
  fragment Shown on Message {
    id direction status text idempotencyKey sendAt occurredAt conversation { id } statusHistory { status occurredAt } failure { code title advice }
  }`;
const SEND_FREELY = parse(
  `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { ...Shown } ${ERRORS} } } ${FIELDS}`,
);
const SEND_TEMPLATE = parse(
  `mutation ($input: SendTemplateInput!) { sendTemplate(input: $input) { results { message { ...Shown } ${ERRORS} } ${ERRORS} } } ${FIELDS}`,
);
const READ = parse(`query ($id: ID!) { message(id: $id) { ...Shown } } ${FIELDS}`);

interface ShownMessage extends Record<string, unknown> {
  id: string;
  conversation: { id: string };
}
/** What every message has, however it is sent. */
interface Common {
  idempotencyKey: string;
  sendAt: string | undefined;
}
interface Outcome {
  message: ShownMessage | null;
  errors: Problem[];
}

const readBody = bodyCheck<SendMessageBody>(SEND_MESSAGE);

/** `POST /v1/messages` and `GET /v1/messages/:id`. */
@Controller('v1/messages')
@UseInterceptors(TraceRequests)
export class RestMessagesController {
  constructor(
    private readonly calls: SchemaCalls,
    private readonly conversations: TextConversationService,
  ) {}

  @Post()
  async send(
    @Headers('idempotency-key') key: string | undefined,
    @Body() given: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const viewer = await this.calls.requireViewer(request, 'SEND_MESSAGES');
    const body = readBody(given);
    const idempotencyKey = idempotencyKeyOf(key);
    try {
      const common = { idempotencyKey, sendAt: sendTimeOf(body) };
      const replyToId = quotedBy(body);
      const message =
        body.template === undefined
          ? await this.sendFreely(request, { ...common, replyToId }, await this.conversations.find(viewer, body), body)
          : await this.sendTemplate(request, common, body);
      await reply.code(202).header('location', `/v1/messages/${message.id}`).send(shown(message));
    } catch (error) {
      if (error instanceof DomainError) throw new DomainError(...error.problems.map(inBody));
      throw error;
    }
  }

  @Get(':id')
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    await this.calls.requireViewer(request, 'READ_A_MESSAGE');
    const message = await this.calls.call<ShownMessage | null>(request, READ, { id });
    if (message === null) throw notFound('message');
    return shown(message);
  }

  private async sendFreely(
    request: FastifyRequest,
    common: Common & { replyToId: string | undefined },
    conversationId: string,
    { text, media }: SendMessageBody,
  ): Promise<ShownMessage> {
    const input = { ...common, conversationId, content: media === undefined ? { text: { body: text } } : { media } };
    const { message } = await this.calls.call<Outcome>(request, SEND_FREELY, { input });
    return existing(message);
  }

  private async sendTemplate(
    request: FastifyRequest,
    common: Common,
    { template: { templateId, ...filling } = { templateId: '' }, to, phoneNumberId }: SendMessageBody,
  ): Promise<ShownMessage> {
    const input = { ...common, templateId, phoneNumberId, recipients: [{ ...to, ...filling }] };
    const { results } = await this.calls.call<{ results: Outcome[] }>(request, SEND_TEMPLATE, { input });
    const [outcome] = results;
    if (outcome !== undefined && outcome.errors.length > 0) throw new DomainError(...outcome.errors);
    return existing(outcome?.message ?? null);
  }
}

/** A message that was sent, and that its sender therefore sees. */
function existing(message: ShownMessage | null): ShownMessage {
  if (message === null) throw notFound('message');
  return message;
}

function shown({ conversation, ...message }: ShownMessage): object {
  return { ...message, conversationId: conversation.id };
}
