// A chat message split into what is drawn alike: plain lines, quoted lines and fenced code.

export interface ChatPart {
  kind: 'text' | 'quote' | 'code';
  /** Without the fences and the `>` marks. */
  lines: string[];
}

const fence = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const quoteMark = /^> ?/;

/** The message's parts in order; a fence that is never closed lasts to the end. */
export function splitChat(source: string): ChatPart[] {
  const parts: ChatPart[] = [];
  let open: string | null = null;
  const add = (kind: ChatPart['kind'], line: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  };
  for (const line of source.replace(/\r\n?/g, '\n').split('\n')) {
    const mark = fence.exec(line)?.[1];
    if (open !== null) {
      if (mark?.startsWith(open) && line.trim() === mark) open = null;
      else parts.at(-1)!.lines.push(line);
    } else if (mark) {
      open = mark;
      parts.push({ kind: 'code', lines: [] });
    } else if (quoteMark.test(line)) add('quote', line.replace(quoteMark, ''));
    else add('text', line);
  }
  return parts;
}
