import { Injectable } from '@nestjs/common';
import { optionalText, optionalTexts } from '../answer.js';
import { GraphClient } from '../graph-client.js';
import { isRecord, listOf } from '../json.js';
import type { Channel } from '../messages/messages-api.js';

/** What a customer can choose from a list after a slash. */
export interface ChatCommand {
  name: string;
  description: string;
}

/** What customers are offered in a chat with a number before they write. */
export interface ConversationalComponents {
  isWelcomeMessageOn: boolean;
  iceBreakers: string[];
  commands: ChatCommand[];
}

const FIELD = 'conversational_automation';

/** Conversational API of a business phone number. Both throw GraphError when Meta refuses, and GraphUnreachableError when nobody knows. */
@Injectable()
export class ConversationalApi {
  constructor(private readonly graph: GraphClient) {}

  /** Meta shows them as a field of the number; the edge that takes them cannot be read. */
  async read({ phoneNumberId, accessToken }: Channel): Promise<ConversationalComponents> {
    const path = `/${phoneNumberId}`;
    const answer = await this.graph.call({ method: 'GET', path, accessToken, query: { fields: FIELD } });
    const found = isRecord(answer[FIELD]) ? answer[FIELD] : {};
    return {
      isWelcomeMessageOn: found.enable_welcome_message === true,
      iceBreakers: optionalTexts(found, 'prompts') ?? [],
      commands: listOf(found, 'commands').map((command) => ({
        name: optionalText(command, 'command_name') ?? '',
        description: optionalText(command, 'command_description') ?? '',
      })),
    };
  }

  /** Replaces all of them: what is left out of a request Meta takes for empty. */
  async write({ phoneNumberId, accessToken }: Channel, components: ConversationalComponents): Promise<void> {
    await this.graph.call({
      method: 'POST',
      path: `/${phoneNumberId}/${FIELD}`,
      accessToken,
      body: {
        enable_welcome_message: components.isWelcomeMessageOn,
        prompts: components.iceBreakers,
        commands: components.commands.map(({ name, description }) => ({
          command_name: name,
          command_description: description,
        })),
      },
    });
  }
}
