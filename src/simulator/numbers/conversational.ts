import { invalidParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';
import type { SimPresence } from './presence.js';

type Json = Record<string, unknown>;
type Components = SimPresence['components'];

const MAX_PROMPTS = 4;
const MAX_COMMANDS = 30;

/** Conversational components of numbers: `POST /{phone}/conversational_automation`. They are read as a field of the number. */
export class SimConversational {
  constructor(private readonly world: SimWorld) {}

  /** Replaces all of them. @throws SimError (100) */
  write(phone: SimPhone, body: Json): Json {
    const { enable_welcome_message: isOn = false, prompts = [], commands = [] } = body;
    if (typeof isOn !== 'boolean') throw invalidParameter('enable_welcome_message must be true or false');
    this.world.presenceOf(phone).components = {
      enable_welcome_message: isOn,
      prompts: promptsIn(prompts),
      commands: commandsIn(commands),
    };
    return { success: true };
  }
}

function promptsIn(prompts: unknown): string[] {
  if (!Array.isArray(prompts) || prompts.length > MAX_PROMPTS)
    throw new SimError(400, 100, `Too many prompts provided. Maximum allowed is ${MAX_PROMPTS}`);
  const list: unknown[] = prompts;
  return list.map((prompt) => textIn(prompt, 80, 'Prompt text'));
}

function commandsIn(commands: unknown): Components['commands'] {
  if (!Array.isArray(commands) || commands.length > MAX_COMMANDS)
    throw new SimError(400, 100, `Too many commands provided. Maximum allowed is ${MAX_COMMANDS}`);
  const list: unknown[] = commands;
  const read = list.map((command) => {
    const { command_name: name, command_description: description } = command as Json;
    if (!/^[a-zA-Z0-9_]{1,32}$/.test(String(name)))
      throw new SimError(
        400,
        100,
        'Invalid command name format. Command names must contain only alphanumeric characters and underscores',
      );
    return { command_name: String(name), command_description: textIn(description, 256, 'Command description') };
  });
  const twice = read.find(({ command_name: name }, index) =>
    read.slice(0, index).some(({ command_name: other }) => other === name),
  );
  if (twice === undefined) return read;
  throw new SimError(422, 100, `Command names must be unique. Duplicate command name found: ${twice.command_name}`);
}

function textIn(text: unknown, limit: number, what: string): string {
  if (typeof text !== 'string' || text === '') throw new SimError(400, 100, `${what} is required`);
  if (text.length > limit) throw new SimError(400, 100, `${what} exceeds maximum length of ${limit} characters`);
  if (/\p{Emoji_Presentation}/u.test(text)) throw new SimError(400, 100, `${what} contains emojis`);
  return text;
}
