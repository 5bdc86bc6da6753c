// The door of the components.

export { Cursor } from './cursor.tsx';
export { Divider } from './divider.tsx';
export { Overlay } from './overlay.tsx';
export { Panes } from './panes.tsx';
export { Row } from './row.tsx';
export { Rows } from './rows.tsx';
export { StatusBar } from './status-bar.tsx';
