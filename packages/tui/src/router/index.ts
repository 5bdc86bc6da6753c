// Where the person is: a stack of routes, and the moves on it.

export { readPermalink } from './permalink.ts';

export type Route =
  | { readonly name: 'connect' }
  | { readonly name: 'login' }
  | { readonly name: 'register' }
  /** Home: the room with this id, or the welcome page when there is none. */
  | {
      readonly name: 'room';
      readonly roomId: string | null;
      /** The first message of the thread that is open beside it, or over it in a narrow window. */
      readonly thread?: string;
    }
  | { readonly name: 'posts' }
  | { readonly name: 'reader'; readonly postId: string }
  | { readonly name: 'editor'; readonly postId: string | null }
  /** All versions of a post, and what changed from one of them to the newest. */
  | { readonly name: 'versions'; readonly postId: string }
  | { readonly name: 'changes'; readonly postId: string; readonly version: number };

export type RouteName = Route['name'];

export type RouteEvent =
  /** Goes on to a route; back returns to where one was. */
  | { readonly type: 'route.pushed'; readonly route: Route }
  /** Stands in for the present route. */
  | { readonly type: 'route.replaced'; readonly route: Route }
  | { readonly type: 'route.back' }
  /** Begins anew at a route, such as after a login. */
  | { readonly type: 'route.reset'; readonly route: Route };

/** Never empty; the last one is shown. */
export type Routes = readonly [Route, ...Route[]];

const deepest = 32;

/** Moves on the stack. Going to the shown route, or back from the last one, changes nothing. */
export function reduceRoutes(routes: Routes, event: RouteEvent): Routes {
  switch (event.type) {
    case 'route.pushed':
      if (isSameRoute(currentRoute(routes), event.route)) return routes;
      return asRoutes([...routes, event.route].slice(-deepest));
    case 'route.replaced':
      if (isSameRoute(currentRoute(routes), event.route)) return routes;
      return asRoutes([...routes.slice(0, -1), event.route]);
    case 'route.back':
      return routes.length === 1 ? routes : asRoutes(routes.slice(0, -1));
    case 'route.reset':
      return [event.route];
  }
}

/** The route that is shown. */
export function currentRoute(routes: Routes): Route {
  return routes[routes.length - 1] ?? routes[0];
}

export function isSameRoute(one: Route, other: Route): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function asRoutes(routes: Route[]): Routes {
  const [first, ...rest] = routes;
  return first === undefined ? [{ name: 'connect' }] : [first, ...rest];
}
