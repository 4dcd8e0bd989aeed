import type { MainstayProcess } from '../../process/process.ts';

/** The operator at one of the places where Mainstay is used. */
export interface Hand {
  say(text: string): Promise<void>;
  /** Decides the card with this title, once it can be read. */
  approve(title: string): Promise<void>;
  reject(title: string): Promise<void>;
  /** Everything that can be read there, in one line. */
  sight(): Promise<string>;
  /** What broke there. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

export interface Place {
  readonly name: string;
  /** Why it cannot be used here, for a declared skip. */
  missing(): string | undefined;
  open(server: MainstayProcess): Promise<Hand>;
}
