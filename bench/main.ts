import { benchCommand } from './command.js';
import { fillCommand } from './fill/command.js';
import { measureEmbedded } from './embedded.js';
import { measureEndpoints } from './endpoints.js';
import { measureHistory } from './history.js';
import { measureIntake } from './intake.js';
import { measureLive } from './live.js';
import { measureConsoleFields } from './live-console.js';
import { measureMedia } from './media.js';
import { COUNT_PAGES } from './pages/count-pages.js';
import { INBOX_PAGES } from './pages/inbox-pages.js';
import { measurePages } from './pages/measure-pages.js';
import { SEARCH_PAGES } from './pages/search-pages.js';
import { measurePixel } from './pixel.js';
import { measureProcessing } from './processing.js';
import type { Measurement } from './report.js';
import { measureResume } from './resume.js';
import { measureSending } from './sending.js';
import { measureFourNumbers, measureLargeBroadcast } from './sending-many.js';
import { measureStart } from './start.js';
import { measureTemplates } from './templates.js';

/** What can be measured, each beside its baseline in the same run: docs/performance.md says how to read it. A row is a file, and a line here. */
const MEASUREMENTS: Record<string, Measurement> = {
  intake: measureIntake,
  processing: measureProcessing,
  live: measureLive,
  history: measureHistory,
  console: measureConsoleFields,
  pixel: measurePixel,
  resume: measureResume,
  templates: measureTemplates,
  media: measureMedia,
  endpoints: measureEndpoints,
  sending: measureSending,
  numbers: measureFourNumbers,
  broadcasts: measureLargeBroadcast,
  inbox: measurePages('inbox', INBOX_PAGES),
  search: measurePages('search', SEARCH_PAGES),
  counts: measurePages('counts', COUNT_PAGES),
  start: measureStart,
  embedded: measureEmbedded,
};

const args = process.argv.slice(2);
if (args[0] === 'fill') await fillCommand(args.slice(1));
else await benchCommand(args, MEASUREMENTS);
process.exit();
