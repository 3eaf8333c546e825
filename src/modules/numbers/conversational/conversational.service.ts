import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain-error.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import { ConversationalApi, type ConversationalComponents } from '../../../whatsapp/numbers/conversational-api.js';
import { detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { conversationalProblems } from '../domain/conversational-limits.js';
import { NumberAtMetaService, type OwnNumber } from '../number-at-meta.service.js';
import type { SetConversationalComponentsInput } from './conversational.types.js';

/** Conversational components of numbers: ice breakers, commands, the welcome. Meta has them, and they are kept nowhere here. */
@Injectable()
export class ConversationalService {
  constructor(
    private readonly api: ConversationalApi,
    private readonly numbers: NumberAtMetaService,
  ) {}

  /** @throws DomainError (NOT_FOUND, META_REFUSED, META_UNREACHABLE) */
  async read(viewer: Viewer, phoneNumberId: string): Promise<ConversationalComponents> {
    return this.readOf(await this.numbers.require(viewer, phoneNumberId));
  }

  /** Changes what is given. Meta is always given all of it: what it does with a part, its documents do not agree on. */
  async set(viewer: Viewer, input: SetConversationalComponentsInput): Promise<ConversationalComponents> {
    const problems = conversationalProblems(input.iceBreakers ?? [], input.commands ?? []);
    if (problems.length > 0) throw new DomainError(...problems);
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    const former = await this.readOf(number);
    const wanted: ConversationalComponents = {
      isWelcomeMessageOn: input.isWelcomeMessageOn ?? former.isWelcomeMessageOn,
      iceBreakers: input.iceBreakers ?? former.iceBreakers,
      commands: input.commands ?? former.commands,
    };
    await this.write(number, wanted);
    await this.numbers.record(viewer, number, {
      action: 'NUMBER_COMPONENTS_CHANGED',
      details: [
        detail('welcomeMessage', wanted.isWelcomeMessageOn ? 'on' : 'off'),
        detail('iceBreakers', wanted.iceBreakers.join(' | ')),
        detail('commands', wanted.commands.map(({ name }) => `/${name}`).join(' ')),
      ],
    });
    return this.readOf(number).catch(() => wanted);
  }

  private async readOf({ channel }: OwnNumber): Promise<ConversationalComponents> {
    return this.numbers.ask(() => this.api.read(channel), 'phoneNumberId');
  }

  private async write({ channel }: OwnNumber, components: ConversationalComponents): Promise<void> {
    try {
      await this.api.write(channel, components);
    } catch (error) {
      throw asDomainError(error, placeOf(error));
    }
  }
}

/** The part of the input that Meta refuses, where its words name it. */
function placeOf(error: unknown): string {
  if (!(error instanceof GraphError)) return 'phoneNumberId';
  const words = `${error.refusal.message} ${error.refusal.details ?? ''}`;
  if (/\bprompts?\b/i.test(words)) return 'iceBreakers';
  return /\bcommands?\b|\bcommand_/i.test(words) ? 'commands' : 'phoneNumberId';
}
