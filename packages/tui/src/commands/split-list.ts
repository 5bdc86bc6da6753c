// Lists as one writes them on a command line.

/** `news, release` → `['news', 'release']` */
export function splitList(written: string): string[] {
  return written
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The same for an option that may be left out. */
export function splitOptional(written: string | undefined): string[] | undefined {
  return written === undefined ? undefined : splitList(written);
}
