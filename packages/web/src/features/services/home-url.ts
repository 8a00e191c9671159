/** Whether what is sent to an address can be read on the way: it is not https, and leaves this machine. */
export function isUnsafeHome(homeUrl: string): boolean {
  if (!URL.canParse(homeUrl)) return false;
  const { protocol, hostname } = new URL(homeUrl);
  return protocol === 'http:' && !isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  );
}
