import { Fragment } from 'preact';
import { blocksOf } from '../convert/text.ts';
import { Isolated } from './isolated.tsx';

interface Props {
  readonly text: string;
  /** Who wrote it: other people's words run in the direction of their own script. */
  readonly by: 'us' | 'others';
}

/** Plain text with its paragraphs, lines and simple lists. Each line ends in a mark that tells when it was in view. */
export function Text({ text, by }: Props) {
  const dir = by === 'others' ? 'auto' : undefined;
  return (
    <div class="text">
      {blocksOf(text).map((block, index) => {
        if (block.kind === 'paragraph') {
          return (
            <p key={index} dir={dir}>
              {block.lines.map((line, number) => (
                <Fragment key={number}>
                  {number > 0 && <br />}
                  <Line text={line} by={by} />
                </Fragment>
              ))}
            </p>
          );
        }
        const items = block.items.map((item, number) => (
          <li key={number}>
            <Line text={item} by={by} />
          </li>
        ));
        return block.kind === 'bullets' ? (
          <ul key={index} dir={dir}>
            {items}
          </ul>
        ) : (
          <ol key={index} dir={dir} start={block.start}>
            {items}
          </ol>
        );
      })}
    </div>
  );
}

function Line({ text, by }: Props) {
  return (
    <>
      {by === 'us' ? <Isolated text={text} /> : text}
      <SeenMark />
    </>
  );
}

/** A point in a card that must have been in view before the key A approves. */
export function SeenMark() {
  return <span class="seen-mark" aria-hidden="true" />;
}
