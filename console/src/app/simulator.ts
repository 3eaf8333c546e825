/** Where the simulator's page is; null where Meta is not simulated. Said by the server in the head of the page. */
export const SIMULATOR_PATH = document.querySelector('meta[name=parley-simulator]')?.getAttribute('content') ?? null;
