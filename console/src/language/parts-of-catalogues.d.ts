/** Parts of a catalogue, which the build takes out of it (vite.config.js): what the first view says, and the pages. */
declare module '*.json?first' {
  const texts: Record<string, string>;
  export default texts;
}

declare module '*.json?pages' {
  const texts: Record<string, string>;
  export default texts;
}
