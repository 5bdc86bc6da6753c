// HTML character references as they occur in Markdown, decoded in one pass.

const named = new Map(
  [
    'amp=& lt=< gt=> quot=" apos=\' nbsp=\u00a0 copy=© reg=® trade=™ hellip=… mdash=— ndash=–',
    'lsquo=‘ rsquo=’ ldquo=“ rdquo=” sbquo=‚ bdquo=„ laquo=« raquo=» lsaquo=‹ rsaquo=› bull=•',
    'middot=· para=¶ sect=§ deg=° plusmn=± times=× divide=÷ frac12=½ frac14=¼ frac34=¾ sup2=²',
    'sup3=³ micro=µ cent=¢ pound=£ euro=€ yen=¥ larr=← uarr=↑ rarr=→ darr=↓ harr=↔ rArr=⇒',
    'infin=∞ ne=≠ le=≤ ge=≥ asymp=≈ minus=− radic=√ sum=∑ pi=π alpha=α beta=β gamma=γ delta=δ',
    'lambda=λ mu=μ Omega=Ω hearts=♥ check=✓ cross=✗ star=☆ dagger=†',
  ].flatMap((line) => line.split(' ').map((pair) => pair.split('=', 2) as [string, string])),
);

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][\dA-Za-z]{1,31}));/g;

/**
 * The text with `&amp;`, `&#65;` and `&#x41;` decoded, unknown names left as they are. The result
 * may hold any character, ESC too: sanitize after this, never before.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(reference, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name) return named.get(name) ?? whole;
    const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex!, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
