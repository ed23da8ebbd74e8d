/** The nonce the gateway put into this page, which its styles must carry; none in development. */
export function nonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content || undefined;
}
