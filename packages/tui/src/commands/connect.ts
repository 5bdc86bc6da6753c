// The way to the server, loaded only by commands that go there; through here it is without the live half.

export { createApi } from '../api/index.ts';
