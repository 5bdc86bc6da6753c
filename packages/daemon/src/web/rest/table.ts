// Every route of REST.

import { commentRoutes } from './routes-comments.ts';
import { postRoutes } from './routes-posts.ts';
import { roomRoutes } from './routes-rooms.ts';
import { userRoutes } from './routes-users.ts';

export const routes = [...postRoutes, ...commentRoutes, ...userRoutes, ...roomRoutes];
