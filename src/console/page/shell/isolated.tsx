import { runsOf } from '../convert/bidi.ts';

/** A line of ours in which names may stand that run from right to left. */
export function Isolated({ text }: { readonly text: string }) {
  return (
    <>{runsOf(text).map((run, index) => (run.isolated ? <bdi key={index}>{run.text}</bdi> : run.text))}</>
  );
}
