/** One step of the trail; `id` is what the API resolves at `href`. */
export interface WhyLine {
  readonly id: string;
  readonly kind:
    | 'trigger'
    | 'workflow'
    | 'question'
    | 'record'
    | 'card'
    | 'decision'
    | 'rule'
    | 'effect'
    | 'outcome';
  readonly text: string;
  readonly href: string;
}
