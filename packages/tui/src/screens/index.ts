// The door of the screens.

export { EditorScreen } from './editor-screen.tsx';
export { EntryScreen } from './entry-screen.tsx';
export { PostsScreen } from './posts-screen.tsx';
export { ReaderScreen } from './reader-screen.tsx';
export { RoomScreen } from './room-screen.tsx';
export { SmallScreen } from './small-screen.tsx';
export { VersionsScreen } from './versions-screen.tsx';
export { WelcomeScreen } from './welcome-screen.tsx';
