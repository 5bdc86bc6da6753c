// The door of the components.

export { Cursor } from './cursor.tsx';
export { Divider } from './divider.tsx';
export { Overlay } from './overlay.tsx';
export { Panes } from './panes.tsx';
export { Rows } from './rows.tsx';
export { StatusBar } from './status-bar.tsx';
