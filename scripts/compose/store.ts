import { FakeS3 } from '../fake-s3.js';

/** In place of Garage: a store in memory, at port 3900 of its container. */
await new FakeS3().start(3900, '0.0.0.0');
