// The application's door.

export { createApplication } from './application.ts';
