// The interactive client: one store, one tree of screens, one terminal that is always given back.

import { Box, type Instance, render } from 'ink';
import { Cursor, Overlay, StatusBar } from './components/index.ts';
import { StoreContext, useKeys, useLayout, useRoute, useSize } from './hooks/index.ts';
import {
  EditorScreen,
  EntryScreen,
  PostsScreen,
  ReaderScreen,
  RoomScreen,
  SmallScreen,
  WelcomeScreen,
} from './screens/index.ts';
import type { AppStore, KeyHandler } from './stores/index.ts';

export function App({ store, keys }: { store: AppStore; keys: KeyHandler }) {
  return (
    <StoreContext value={store}>
      <Window keys={keys} />
    </StoreContext>
  );
}

function Window({ keys }: { keys: KeyHandler }) {
  useKeys(keys);
  const { rows } = useSize();
  const { isTooSmall } = useLayout();
  if (isTooSmall) return <SmallScreen />;
  return (
    <Box flexDirection="column" height={rows}>
      <Screen />
      <StatusBar />
      <Overlay />
      <Cursor />
    </Box>
  );
}

function Screen() {
  const route = useRoute();
  switch (route.name) {
    case 'connect':
    case 'login':
    case 'register':
      return <EntryScreen />;
    case 'room':
      return route.roomId === null ? <WelcomeScreen /> : <RoomScreen />;
    case 'posts':
      return <PostsScreen />;
    case 'reader':
      return <ReaderScreen postId={route.postId} />;
    case 'editor':
      return <EditorScreen />;
  }
}

export interface Streams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
}

/** Draws the app. Ink enters the alternate screen, which may be entered already. */
export function mountApp(store: AppStore, keys: KeyHandler, { stdin, stdout }: Streams): Instance {
  return render(<App store={store} keys={keys} />, {
    stdin,
    stdout,
    // Ink takes any CI variable for a reason not to draw, even when a person looks on.
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // A key is to be seen at once; what the server sends is gathered in event-batch.ts.
    maxFps: 250,
    kittyKeyboard: { mode: 'auto' },
  });
}
