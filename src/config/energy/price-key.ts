const PRICE = /^energy\.override\.([^.]+)\.([^.]+)$/;

/** The action whose price the key `energy.override.<component>.<action>` sets; undefined for any other key. */
export function priceKey(key: string): { readonly component: string; readonly action: string } | undefined {
  const found = PRICE.exec(key);
  return found === null ? undefined : { component: found[1], action: found[2] };
}
