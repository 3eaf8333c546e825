/** Follows a subscription over graphql-transport-ws and comes back after every break with the last cursor it saw. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const UNAUTHORIZED = 4401;

export class LiveEvents {
  constructor(options) {
    this.options = options;
    this.after = options.after;
    this.pause = FIRST_PAUSE_MS;
    this.isClosed = false;
    this.open();
  }

  open() {
    const { token, query, variables, onState, onSignedOut } = this.options;
    this.socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    this.socket.addEventListener('open', () =>
      this.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
    );
    this.socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'connection_ack') {
        this.pause = FIRST_PAUSE_MS;
        onState('live');
        this.send({ id: '1', type: 'subscribe', payload: { query, variables: { ...variables, after: this.after } } });
      } else if (message.type === 'ping') this.send({ type: 'pong' });
      else if (message.type === 'next') this.take(message.payload);
    });
    this.socket.addEventListener('close', ({ code }) => {
      if (this.isClosed) return;
      if (code === UNAUTHORIZED) {
        onSignedOut();
        return;
      }
      onState('reconnecting …');
      setTimeout(() => this.isClosed || this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
    });
  }

  take({ data, errors }) {
    const event = data?.inboxEvents;
    if (event === undefined || event === null) {
      this.options.onState(errors?.[0]?.message ?? '');
      return;
    }
    this.after = event.cursor;
    if (event.__typename === 'ReloadRequired') this.options.onReload();
    else this.options.onEvent(event);
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  close() {
    this.isClosed = true;
    this.socket.close();
  }
}
