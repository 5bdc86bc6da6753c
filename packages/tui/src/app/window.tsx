// The window: the screen of the route, and over it what lies over every screen.

import { Box, useApp } from 'ink';
import { useEffect } from 'react';
import { Cursor, Overlay, StatusBar } from '../components/index.ts';
import { StoreContext, useKeys, useLayout, useRoute, useSize } from '../hooks/index.ts';
import {
  EditorScreen,
  EntryScreen,
  PostsScreen,
  ReaderScreen,
  RoomScreen,
  SmallScreen,
  VersionsScreen,
  WelcomeScreen,
} from '../screens/index.ts';
import type { AppStore, KeyHandler } from '../stores/index.ts';

/** Hands the terminal to something else for a while. */
export type Suspend = (run: () => Promise<void>) => Promise<void>;

export interface WindowProps {
  store: AppStore;
  keys: KeyHandler;
  /** Given what only a component can get from Ink. */
  onMounted?(tools: { suspend: Suspend }): void;
}

export function Window({ store, keys, onMounted }: WindowProps) {
  const { suspendTerminal } = useApp();
  useEffect(() => onMounted?.({ suspend: suspendTerminal }), [onMounted, suspendTerminal]);
  return (
    <StoreContext value={store}>
      <Contents keys={keys} />
    </StoreContext>
  );
}

function Contents({ keys }: { keys: KeyHandler }) {
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
    case 'versions':
      return <VersionsScreen postId={route.postId} version={null} />;
    case 'changes':
      return <VersionsScreen postId={route.postId} version={route.version} />;
    case 'editor':
      return <EditorScreen />;
  }
}
