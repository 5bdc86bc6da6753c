// The addon that has a headless terminal count columns by graphemes, as newer terminals do.

// It reads its table from where the memory begins that the table was decoded into: in Node's pool that is
// somebody else's, and every emoji has one column then.
const { poolSize } = Buffer;
Buffer.poolSize = 0;
const { UnicodeGraphemesAddon } = await import('@xterm/addon-unicode-graphemes');
Buffer.poolSize = poolSize;

export { UnicodeGraphemesAddon };
