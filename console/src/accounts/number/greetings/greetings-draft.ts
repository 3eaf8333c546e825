import type { SetConversationalComponentsInput, ShownGreetingsFragment } from '../../../generated/graphql';

export interface GreetingsDraft {
  isWelcomeMessageOn: boolean;
  iceBreakers: readonly string[];
  commands: readonly { name: string; description: string }[];
}

export function draftOf({ isWelcomeMessageOn, iceBreakers, commands }: ShownGreetingsFragment): GreetingsDraft {
  return {
    isWelcomeMessageOn,
    iceBreakers,
    commands: commands.map(({ name, description }) => ({ name, description })),
  };
}

/** What is to be changed: only that goes to Meta. A slash before the name of a command is how people write it. */
export function changesOf(
  before: GreetingsDraft,
  now: GreetingsDraft,
): Omit<SetConversationalComponentsInput, 'phoneNumberId'> {
  const iceBreakers = now.iceBreakers.map((text) => text.trim());
  const commands = now.commands.map(({ name, description }) => ({
    name: name.trim().replace(/^\//, ''),
    description: description.trim(),
  }));
  return {
    ...(now.isWelcomeMessageOn !== before.isWelcomeMessageOn && { isWelcomeMessageOn: now.isWelcomeMessageOn }),
    ...(JSON.stringify(iceBreakers) !== JSON.stringify(before.iceBreakers) && { iceBreakers }),
    ...(JSON.stringify(commands) !== JSON.stringify(before.commands) && { commands }),
  };
}
