/**
 * The path the authority lives under, from where this very script came: `<base>/assets/…`. Asking the script
 * saves the page from carrying a setting.
 */
const script = import.meta.url;

export const basePath: string = import.meta.env.DEV ? '' : basePathOf(script);

function basePathOf(url: string): string {
  return new URL('..', url).pathname.replace(/\/$/, '');
}
