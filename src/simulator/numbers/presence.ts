/** What customers see of a number at the simulated Meta, beside its name: kept with the world. */
export interface SimPresence {
  /** By Meta's names; empty: nothing is written there. */
  profile: { about: string; address: string; description: string; email: string; websites: string[]; vertical: string };
  picture: { type: string; bytes: Buffer } | null;
  /** Newest first. */
  qrCodes: SimQrCode[];
  /** By Meta's names. */
  components: {
    enable_welcome_message: boolean;
    prompts: string[];
    commands: { command_name: string; command_description: string }[];
  };
}

export interface SimQrCode {
  code: string;
  message: string;
}

export function newPresence(): SimPresence {
  return {
    profile: { about: '', address: '', description: '', email: '', websites: [], vertical: 'UNDEFINED' },
    picture: null,
    qrCodes: [],
    components: { enable_welcome_message: false, prompts: [], commands: [] },
  };
}
