import { NotFoundException } from '@nestjs/common';

interface RouteRequest {
  readonly method?: string;
  readonly originalUrl?: string;
  readonly url?: string;
}

/** The error that Nest throws for a route that does not exist. */
export function unknownRoute(request: RouteRequest): NotFoundException {
  return new NotFoundException(unknownRouteMessage(request));
}

export function unknownRouteMessage({ method, originalUrl, url }: RouteRequest): string {
  return `Cannot ${method} ${originalUrl ?? url}`;
}
