/** Turns for those who lost a document to another change: of them one tries at a time, and nobody comes in between. */
export interface Contention {
  /** Resolves once it is one's turn to change the document. Gives the claim to it; it ends by itself after a while. */
  enter(document: string): Promise<Claim>;
  /** Whether the document is another one's to change now. */
  isTaken(document: string, claim: Claim | undefined): boolean;
}

export interface Claim {
  leave(): void;
}

/** So long nobody else changes the document; who still works then, at a model's answer say, has no right to it any more. */
const LONGEST_TURN_MS = 250;

interface Queue {
  holder: Claim | undefined;
  readonly waiting: (() => void)[];
}

export function createContention(): Contention {
  const queues = new Map<string, Queue>();

  function take(document: string, queue: Queue): Claim {
    const claim: Claim = {
      leave: () => {
        clearTimeout(timer);
        if (queue.holder !== claim) return;
        queue.holder = undefined;
        const next = queue.waiting.shift();
        if (next) next();
        else queues.delete(document);
      },
    };
    const timer = setTimeout(() => claim.leave(), LONGEST_TURN_MS);
    timer.unref();
    queue.holder = claim;
    return claim;
  }

  return {
    enter: async (document) => {
      const queue = queues.get(document) ?? { holder: undefined, waiting: [] };
      queues.set(document, queue);
      if (!queue.holder) return take(document, queue);
      return new Promise((resolve) => {
        queue.waiting.push(() => resolve(take(document, queue)));
      });
    },
    isTaken: (document, claim) => {
      const holder = queues.get(document)?.holder;
      return holder !== undefined && holder !== claim;
    },
  };
}
