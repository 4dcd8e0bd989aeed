import { Fragment } from 'preact';
import { blocksOf } from '../convert/text.ts';

/** Plain text with its paragraphs, lines and simple lists. Each line ends in a mark that tells when it was in view. */
export function Text({ text }: { readonly text: string }) {
  return (
    <div class="text">
      {blocksOf(text).map((block, index) => {
        if (block.kind === 'bullets') {
          return <ul key={index}>{items(block.items)}</ul>;
        }
        if (block.kind === 'numbers') {
          return (
            <ol key={index} start={block.start}>
              {items(block.items)}
            </ol>
          );
        }
        return (
          <p key={index}>
            {block.lines.map((line, number) => (
              <Fragment key={number}>
                {number > 0 && <br />}
                {line}
                <SeenMark />
              </Fragment>
            ))}
          </p>
        );
      })}
    </div>
  );
}

function items(texts: readonly string[]) {
  return texts.map((text, index) => (
    <li key={index}>
      {text}
      <SeenMark />
    </li>
  ));
}

/** A point in a card that must have been in view before the key A approves. */
export function SeenMark() {
  return <span class="seen-mark" aria-hidden="true" />;
}
