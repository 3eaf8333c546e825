/** Why the process cannot run here, told to whoever operates it: printed without a stack trace, exit code 1. */
export class StartupError extends Error {}
