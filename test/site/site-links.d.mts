export function pagesOf(site: string): string[];
export function brokenLinks(site: string): string[];
export function externalResources(site: string): string[];
