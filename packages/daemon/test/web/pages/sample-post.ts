// A post and comments with everything that Markdown has, for tests that look at pages.

export const postBody = `The tide table on the harbour wall is printed once a year, and by March **everybody** has learnt to subtract eleven minutes from it. This is a guide to reading it, to not trusting it, and to [the program](https://example.org/tides) that we wrote instead.

## What the columns mean

1. The day, in small print.
2. High water, *twice*.
3. Height in metres, e.g. \`4.2\`.

- [x] learn to read it
- [ ] learn to doubt it

> A tide table is a promise made by the moon and kept by somebody else, and this line is long enough to wrap around on every screen that we care about.

### A table

| Day | High water | Height | Remark |
| --- | ---------: | -----: | ------ |
| Mon | 04:51 | 4.2 | harmonicconstantsoftheport |
| Tue | 05:33 | 4.4 | springs, and a remark that is rather long for a cell in a table |

## The program

\`\`\`ts
// Harmonic constants of the port, from the almanac of the year before, with a line that is far too long for a phone.
export const predict = (constants: readonly Constant[], at: Date): number =>
  constants.reduce((sum, { amplitude, phase, speed }) => sum + amplitude * Math.cos(speed * hours(at) - phase), 0);
\`\`\`

![A chart of the week](https://example.org/chart.png) shows the rest. ~~Not~~ done.

---

Write to harbour@example.org.
`;

export const commentBodies = [
  'A first comment, which says a few words about the tides.',
  '# Loud\n\nwith `code` and https://example.org/a/very/long/address/that/goes/on/and/on/and/on/and/on.html',
  '```\na line of code that is far too long for a telephone, and for some desks as well, in a comment\n```',
  '| a | b |\n| - | - |\n| 1 | 2 |',
  '- [x] done\n- [ ] not done',
  `${'Word'.repeat(60)}`,
];
